package io.reseat.host.isolation;

import java.lang.reflect.Constructor;
import java.util.Set;
import java.util.concurrent.Callable;

/** JDBC drivers that the plugin registered; the driver manager lets a driver's own loader alone take it out. */
final class JdbcCause implements Cleaning.Cause {
    @Override
    public Set<String> telling() {
        return Set.of("java.sql.Driver");
    }

    /**
     * The context loader is the platform's meanwhile, because the driver manager, when it is asked for the first time,
     * loads every driver that the context loader names.
     */
    @Override
    @SuppressWarnings("try") // the swap is there to be closed
    public void clean(PluginClassLoader loader, ThreadGroup group) throws Exception {
        Constructor<?> constructor =
                loader.defineHelper(JdbcDeregistration.class).getDeclaredConstructor();
        constructor.setAccessible(true);
        try (LoaderSwap swap = LoaderSwap.to(ClassLoader.getPlatformClassLoader())) {
            ((Callable<?>) constructor.newInstance()).call();
        }
    }
}
