package io.reseat.host.isolation;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** MBeans of the plugin that are still registered. */
final class MBeanCause implements Cleaning.Cause {
    private static final System.Logger LOG = System.getLogger(MBeanCause.class.getName());

    @Override
    public Set<String> telling() {
        return Set.of("javax.management.MBeanServer", "java.lang.management.ManagementFactory");
    }

    @Override
    public void clean(PluginClassLoader loader, ThreadGroup group) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(null, null)) {
            if (belongs(server, name, loader)) {
                LOG.log(
                        Level.WARNING,
                        "{0} left its MBean {1} registered: unregistered; do it in close()",
                        loader.label(),
                        name);
                unregister(server, name);
            }
        }
    }

    private static boolean belongs(MBeanServer server, ObjectName name, ClassLoader loader) {
        try {
            return loader.equals(server.getClassLoaderFor(name));
        } catch (InstanceNotFoundException goneMeanwhile) {
            return false;
        }
    }

    private static void unregister(MBeanServer server, ObjectName name) throws JMException {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException goneMeanwhile) {
            LOG.log(Level.DEBUG, "{0} is gone already", name);
        }
    }
}
