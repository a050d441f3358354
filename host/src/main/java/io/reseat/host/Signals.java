package io.reseat.host;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signals of the operating system to this JVM, through {@code sun.misc.Signal}: by reflection, because a compiler warns of
 * that class whatever it is told. Stateless.
 */
final class Signals {
    private Signals() {}

    /**
     * Does something at each arrival of a signal, on a thread of the JVM that is new each time, in place of what the JVM
     * does.
     *
     * @param name without {@code SIG}
     * @return why it will not arrive, for people; empty if it will
     */
    static Optional<String> on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method handle = signal.getMethod("handle", signal, handler);
            Object one = signal.getConstructor(String.class).newInstance(name);
            Object before = handle.invoke(null, one, handler(handler, action));
            boolean ignored = handler.getField("SIG_IGN").get(null).equals(before);
            return ignored
                    ? Optional.of("it was ignored when the host was started, as nohup does with HUP")
                    : Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.of(refusal(e.getCause()));
        } catch (ReflectiveOperationException e) {
            return Optional.of("this Java lacks the module jdk.unsupported");
        }
    }

    /** What the JVM says is no help: that the signal is in use, or that there is none of this name. */
    private static String refusal(@Nullable Throwable thrown) {
        boolean unknown = thrown != null && String.valueOf(thrown.getMessage()).startsWith("Unknown signal");
        return unknown
                ? "this system has no such signal"
                : "the JVM was started with -Xrs, which leaves signals to the system";
    }

    @SuppressWarnings("ReferenceEquality") // a proxy equals itself alone
    private static Object handler(Class<?> type, Runnable action) {
        InvocationHandler handler = (self, method, arguments) -> switch (method.getName()) {
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> "the host's handler of a signal";
            default -> {
                action.run();
                yield null;
            }
        };
        return Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {type}, handler);
    }
}
