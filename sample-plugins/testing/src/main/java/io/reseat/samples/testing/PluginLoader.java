package io.reseat.samples.testing;

import io.reseat.api.TaskContext;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** A class loader that sees what a plugin sees: its own JARs, the platform, the plugin API and SLF4J. */
public final class PluginLoader extends URLClassLoader {
    private static final List<String> SHARED = List.of("io.reseat.api.", "org.slf4j.");

    /** A loader of the given class directories and JARs. */
    public PluginLoader(List<URL> classPath) {
        super("plugin@test", classPath.toArray(URL[]::new), new Host());
    }

    /** Runs work as the host does: on a thread that ends, with this as its context class loader. */
    public <T> T call(Callable<T> work) throws Exception {
        FutureTask<T> future = new FutureTask<>(work);
        Thread thread = new Thread(future);
        thread.setContextClassLoader(this);
        thread.start();
        T result = future.get();
        thread.join();
        return result;
    }

    /** Makes an instance by the only public constructor of a class of this loader. */
    public Object make(String className, @Nullable Object... values) throws ReflectiveOperationException {
        return loadClass(className).getConstructors()[0].newInstance(values);
    }

    /** Calls {@code create} of a factory of this loader. */
    public Object create(Object factory, Object config, TaskContext context) throws ReflectiveOperationException {
        return factory.getClass()
                .getMethod("create", config.getClass(), TaskContext.class)
                .invoke(factory, config, context);
    }

    /** A reference that is enqueued once nothing holds this loader. The caller drops the loader. */
    public PhantomReference<ClassLoader> watch(ReferenceQueue<ClassLoader> queue) {
        return new PhantomReference<>(this, queue);
    }

    private static final class Host extends ClassLoader {
        Host() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (SHARED.stream().anyMatch(name::startsWith)) {
                return PluginLoader.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
