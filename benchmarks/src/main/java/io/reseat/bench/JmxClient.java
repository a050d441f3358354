package io.reseat.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.PlatformManagedObject;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A JMX client of a JVM on this machine, connected by attaching to its process. Used by the one thread that measures. */
final class JmxClient implements AutoCloseable {
    private final JMXConnector connector;
    private final MBeanServerConnection server;
    private final ObjectName host;

    private JmxClient(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.server = connector.getMBeanServerConnection();
        try {
            this.host = new ObjectName("io.reseat:type=Host");
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("BanJNDI") // the address comes from the process that was started here
    static JmxClient attach(Jvm jvm) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(String.valueOf(jvm.pid()));
            try {
                return new JmxClient(
                        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    /** Calls an operation of the host's bean that takes a task's name. */
    String call(String operation, String task) throws IOException {
        try {
            String[] signature = {String.class.getName()};
            return String.valueOf(server.invoke(host, operation, new Object[] {task}, signature));
        } catch (JMException e) {
            throw new IOException(operation + " of " + task + ": " + e.getMessage(), e);
        }
    }

    /** A numeric attribute of the host's bean. */
    long attribute(String name) throws IOException {
        try {
            return ((Number) server.getAttribute(host, name)).longValue();
        } catch (JMException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }

    void collectGarbage() throws IOException {
        one(java.lang.management.MemoryMXBean.class).gc();
    }

    double heapMegabytes() throws IOException {
        return megabytes(one(java.lang.management.MemoryMXBean.class)
                .getHeapMemoryUsage()
                .getUsed());
    }

    double metaspaceMegabytes() throws IOException {
        for (MemoryPoolMXBean pool : all(MemoryPoolMXBean.class)) {
            if (pool.getName().equals("Metaspace")) {
                return megabytes(pool.getUsage().getUsed());
            }
        }
        throw new IOException("no memory pool Metaspace");
    }

    /** Memory outside the heap that buffers hold, mapped files too. */
    double bufferMegabytes() throws IOException {
        long bytes = 0;
        for (BufferPoolMXBean pool : all(BufferPoolMXBean.class)) {
            bytes += pool.getMemoryUsed();
        }
        return megabytes(bytes);
    }

    int loadedClasses() throws IOException {
        return one(java.lang.management.ClassLoadingMXBean.class).getLoadedClassCount();
    }

    private <T extends PlatformManagedObject> T one(Class<T> type) throws IOException {
        return ManagementFactory.getPlatformMXBean(server, type);
    }

    private <T extends PlatformManagedObject> List<T> all(Class<T> type) throws IOException {
        return ManagementFactory.getPlatformMXBeans(server, type);
    }

    private static double megabytes(long bytes) {
        return bytes / 1048576.0;
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
