package io.reseat.host.child;

import java.lang.reflect.Proxy;

/**
 * Signals of the system, by {@code sun.misc.Signal}: nothing else in the JDK can take one. By reflection, because the
 * compiler's warning about that class cannot be turned off where warnings are errors.
 */
final class Signals {
    private Signals() {}

    /**
     * Calls something for each such signal, on a thread of the JVM. A signal that cannot be taken here, or that this system
     * does not have, keeps its effect.
     *
     * @param name without SIG
     */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object taker = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), taker);
        } catch (ReflectiveOperationException e) {
            ChildLoggers.ALL.logger(Signals.class.getName()).debug("SIG{} is not taken: {}", name, e.toString());
        }
    }
}
