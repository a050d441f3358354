package io.reseat.host.management;

import java.io.IOException;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;

/** A real RMI connection to an MBean server, so that everything crosses the wire. */
final class RemoteMBeans implements AutoCloseable {
    private final JMXConnectorServer server;
    private final JMXConnector client;

    RemoteMBeans(MBeanServer beans) throws IOException {
        JMXServiceURL anyPort = new JMXServiceURL("rmi", "127.0.0.1", 0);
        server = JMXConnectorServerFactory.newJMXConnectorServer(anyPort, null, beans);
        server.start();
        client = JMXConnectorFactory.connect(server.getAddress());
    }

    MBeanServerConnection connection() throws IOException {
        return client.getMBeanServerConnection();
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.stop();
    }
}
