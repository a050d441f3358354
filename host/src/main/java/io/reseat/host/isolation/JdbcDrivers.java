package io.reseat.host.isolation;

import java.lang.System.Logger.Level;
import java.sql.Driver;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Loads the JDBC drivers that a plugin names in its service file, so that {@code DriverManager} knows them. The JDK does
 * this once in the life of a JVM, for whoever comes first; a plugin that is loaded later would find no driver. Runs once
 * in each realm, on a thread of it.
 */
final class JdbcDrivers {
    private static final System.Logger LOG = System.getLogger(JdbcDrivers.class.getName());
    private static final String SERVICE_FILE = "META-INF/services/java.sql.Driver";

    private final PluginClassLoader loader;
    private final AtomicBoolean done = new AtomicBoolean();

    JdbcDrivers(PluginClassLoader loader) {
        this.loader = loader;
    }

    void register() {
        if (loader.findResource(SERVICE_FILE) != null && done.compareAndSet(false, true)) {
            Iterator<Driver> drivers = ServiceLoader.load(Driver.class, loader).iterator();
            while (hasNext(drivers)) {
                loadNext(drivers);
            }
        }
    }

    private boolean hasNext(Iterator<Driver> drivers) {
        try {
            return drivers.hasNext();
        } catch (ServiceConfigurationError unreadable) {
            tell(unreadable);
            return false;
        }
    }

    /** A driver registers itself when its class is initialised; one that cannot does not spoil the others. */
    private void loadNext(Iterator<Driver> drivers) {
        try {
            drivers.next();
        } catch (ServiceConfigurationError | LinkageError | RuntimeException unusable) {
            tell(unusable);
        }
    }

    private void tell(Throwable unusable) {
        LOG.log(
                Level.WARNING,
                "{0} names a JDBC driver that cannot be used: {1}",
                loader.label(),
                FailureText.describe(unusable));
    }
}
