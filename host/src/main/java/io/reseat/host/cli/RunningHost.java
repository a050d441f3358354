package io.reseat.host.cli;

import io.reseat.host.management.CommandsMXBean;
import io.reseat.host.management.HostMXBean;
import io.reseat.host.management.Management;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Path;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A JMX connection to the host that runs on a home. Owned by one command, which closes it. */
final class RunningHost implements AutoCloseable {
    private final JMXConnector connector;
    private final MBeanServerConnection connection;

    private RunningHost(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.connection = connector.getMBeanServerConnection();
    }

    /**
     * Connects.
     *
     * @throws CommandFailure if no host runs there, or it cannot be reached
     */
    @SuppressWarnings("BanJNDI") // the address comes from a process of the same user, and names no directory service
    static RunningHost on(Path home) {
        HostRecord host = HostRecord.read(home)
                .filter(found -> found.process().isPresent())
                .orElseThrow(() ->
                        new CommandFailure("no host runs on " + home + "; start one with: reseat run --home " + home));
        String address = LocalAgent.addressOf(host.pid());
        try {
            return new RunningHost(JMXConnectorFactory.connect(url(address)));
        } catch (IOException e) {
            throw new CommandFailure("the host on " + home + " does not answer: " + e.getMessage(), e);
        }
    }

    private static JMXServiceURL url(String address) {
        try {
            return new JMXServiceURL(address);
        } catch (MalformedURLException e) {
            throw new IllegalStateException("the JVM answered '" + address + "', which is no JMX address", e);
        }
    }

    HostMXBean host() {
        return JMX.newMXBeanProxy(connection, Management.HOST, HostMXBean.class);
    }

    CommandsMXBean commands() {
        return JMX.newMXBeanProxy(connection, Management.COMMANDS, CommandsMXBean.class);
    }

    MBeanServerConnection connection() {
        return connection;
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            throw new CommandFailure("the host went away before the connection was closed", e);
        }
    }
}
