package io.reseat.host.cli;

import io.reseat.host.management.CommandsMXBean;
import io.reseat.host.management.HostMXBean;
import io.reseat.host.management.Management;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A JMX connection to the host that runs on a home. Owned by one command, which closes it. */
final class RunningHost implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(90); // the host answers within a minute

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
    static RunningHost on(Path home) {
        return on(home, PATIENCE);
    }

    static RunningHost on(Path home, Duration patience) {
        HostRecord host = HostRecord.read(home).orElseThrow(() -> noHost(home, ""));
        if (host.process().isEmpty()) {
            throw gone(home, host);
        }
        FutureTask<RunningHost> connecting = new FutureTask<>(() -> connect(home, host.pid()));
        Thread thread =
                new Thread(connecting, "reseat-connect"); // a stopped process takes a connection and says nothing
        thread.setDaemon(true);
        thread.start();
        try {
            return connecting.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CommandFailure(silent(home, host.pid(), patience), e);
        } catch (ExecutionException e) {
            throw host.process().isEmpty() ? gone(home, host) : failure(home, e);
        } catch (InterruptedException e) {
            throw new CommandFailure("interrupted", e);
        }
    }

    @SuppressWarnings("BanJNDI") // the address comes from a process of the same user, and names no directory service
    private static RunningHost connect(Path home, long pid) {
        String address = LocalAgent.addressOf(pid);
        System.setProperty("sun.rmi.transport.tcp.responseTimeout", Long.toString(LONGEST_CALL.toMillis()));
        try {
            return new RunningHost(JMXConnectorFactory.connect(url(address)));
        } catch (IOException e) {
            throw new CommandFailure("the host on " + home + " does not answer: " + e.getMessage(), e);
        }
    }

    private static CommandFailure gone(Path home, HostRecord host) {
        return noHost(home, " (its data/host.json is of pid " + host.pid() + ", which is gone)");
    }

    private static CommandFailure noHost(Path home, String why) {
        return new CommandFailure("no host runs on " + home + why + "; start one with: reseat run --home " + home);
    }

    private static String silent(Path home, long pid, Duration patience) {
        return "the host on " + home + " (pid " + pid + ") has not answered for " + patience.toSeconds()
                + " s: it may be stopped (kill -CONT " + pid + "), or short of memory or processor time";
    }

    private static CommandFailure failure(Path home, ExecutionException failure) {
        return failure.getCause() instanceof CommandFailure foreseen
                ? foreseen
                : new CommandFailure("the host on " + home + " cannot be reached: " + failure.getCause(), failure);
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
