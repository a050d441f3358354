package io.reseat.host.isolation;

/**
 * Sets the context class loader of the current thread until it is closed. Used in try-with-resources on the thread that
 * opened it.
 */
final class LoaderSwap implements AutoCloseable {
    private final ClassLoader before;

    private LoaderSwap(ClassLoader before) {
        this.before = before;
    }

    /** Swaps the current thread's context class loader for another. */
    static LoaderSwap to(ClassLoader loader) {
        Thread thread = Thread.currentThread();
        LoaderSwap swap = new LoaderSwap(thread.getContextClassLoader());
        thread.setContextClassLoader(loader);
        return swap;
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
    }
}
