package io.reseat.host.isolation;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.concurrent.Callable;

/** Takes JDBC drivers out. Defined anew in a plugin's loader, so it knows the JDK and nothing else. */
final class JdbcDeregistration implements Callable<Void> {
    @Override
    public Void call() throws SQLException {
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (JdbcDeregistration.class
                    .getClassLoader()
                    .equals(driver.getClass().getClassLoader())) {
                DriverManager.deregisterDriver(driver);
            }
        }
        return null;
    }
}
