package io.reseat.host.isolation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's virtual threads, which Java 21 brought, for sources of an older level: what is needed of them is found once.
 * Without state; safe from any thread.
 */
public final class VirtualThreads {
    private static final @Nullable ThreadFactory FACTORY = factory();
    private static final MethodHandle IS_VIRTUAL = isVirtualHandle();

    private VirtualThreads() {}

    /** Whether this JVM has them. */
    public static boolean supported() {
        return FACTORY != null;
    }

    /** Whether the calling thread is one. */
    public static boolean inOne() {
        try {
            return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Throwable e) {
            throw new IllegalStateException("the JVM does not say whether a thread is virtual", e);
        }
    }

    /**
     * What makes them.
     *
     * @throws UnsupportedOperationException if this JVM has none; says what to do
     */
    static ThreadFactory expectSupported() {
        ThreadFactory factory = FACTORY;
        if (factory == null) {
            throw new UnsupportedOperationException("virtual threads need Java 21 or newer, and this host runs on Java "
                    + Runtime.version().feature() + ": write 'runner: thread', or start the host with a newer Java");
        }
        return factory;
    }

    /**
     * Makes one that inherits no thread-locals, not started yet.
     *
     * @throws UnsupportedOperationException if this JVM has none; says what to do
     */
    static Thread make(String name, ClassLoader context, Runnable work) {
        Thread thread = expectSupported().newThread(work);
        thread.setName(name);
        thread.setContextClassLoader(context);
        return thread;
    }

    private static @Nullable ThreadFactory factory() {
        try {
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            type.getMethod("inheritInheritableThreadLocals", boolean.class).invoke(builder, false);
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        } catch (ReflectiveOperationException | UnsupportedOperationException older) {
            return null; // before 21, or a preview that is not turned on
        }
    }

    private static MethodHandle isVirtualHandle() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException older) {
            return MethodHandles.dropArguments(MethodHandles.constant(boolean.class, false), 0, Thread.class);
        }
    }
}
