package io.reseat.host.management;

import io.reseat.host.model.HostEvent;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskName;
import io.reseat.host.reconcile.Control;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's MBeans: one for the host, one for each task and plugin, one for the command line. Made by who wires the
 * host, told of tasks and plugins by the owner thread; everything else comes from JMX threads.
 */
public final class Management implements AutoCloseable {
    /** How long a JMX caller is kept waiting before it is told that its operation still runs. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Name of the host's bean. */
    public static final ObjectName HOST = name("type=Host");

    /** Name of the command line's bean. */
    public static final ObjectName COMMANDS = name("type=Commands");

    private static final Logger LOG = LoggerFactory.getLogger(Management.class);
    private static final int MOST_UNDELIVERED = 10_000;

    private final MBeanServer server;
    private final Control control;
    private final ThreadPoolExecutor delivery = delivery();
    private final Map<TaskName, TaskBean> tasks = new ConcurrentHashMap<>();
    private final Set<PluginId> plugins = ConcurrentHashMap.newKeySet();
    private final TaskAttributes.Shared shared;
    private final HostBean host;
    private volatile boolean closed;

    private Management(MBeanServer server, Control control, Duration patience) {
        Operations operations = new Operations(control, Requester.Kind.JMX, patience);
        this.server = server;
        this.control = control;
        this.shared = new TaskAttributes.Shared(control, operations, delivery);
        this.host = new HostBean(HOST, control, operations, delivery);
    }

    /**
     * Registers the beans of the host and the command line and listens to the control's events. Tasks and plugins follow
     * by {@link #tasks} and {@link #plugins}.
     *
     * @throws IllegalStateException if the server has such beans already: another host is managed there
     */
    public static Management start(MBeanServer server, Control control) {
        return start(server, control, PATIENCE);
    }

    /** A small runtime may lack it. */
    private static boolean hasFlightRecorder() {
        return ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    }

    static Management start(MBeanServer server, Control control, Duration patience) {
        Management management = new Management(server, control, patience);
        Operations commands = new Operations(control, Requester.Kind.COMMAND, patience);
        try {
            server.registerMBean(management.host, HOST);
            server.registerMBean(new CommandsBean(management.host, commands), COMMANDS);
        } catch (JMException e) {
            throw new IllegalStateException("cannot register " + HOST + ": " + e.getMessage(), e);
        }
        control.subscribe(management::tell);
        if (hasFlightRecorder()) {
            control.subscribe(new FlightRecords());
        }
        return management;
    }

    /** Registers and unregisters task beans; some microseconds each. Called before the first event of an added task. */
    public void tasks(Set<TaskName> added, Set<TaskName> removed) {
        removed.forEach(task -> {
            tasks.remove(task);
            unregister(nameOf(task));
        });
        added.forEach(task -> {
            ObjectName name = nameOf(task);
            TaskBean bean = new TaskBean(name, task, shared);
            tasks.put(task, bean);
            register(bean, name);
        });
    }

    /** Registers and unregisters plugin beans; some microseconds each. */
    public void plugins(Set<PluginId> added, Set<PluginId> removed) {
        removed.forEach(plugin -> {
            plugins.remove(plugin);
            unregister(nameOf(plugin));
        });
        added.forEach(plugin -> {
            plugins.add(plugin);
            register(new PluginBean(plugin, control), nameOf(plugin));
        });
    }

    /** Sets what the host's bean shows as its state; {@link HostState#STARTING} at first. */
    public void state(HostState state) {
        host.state(state);
    }

    /** Unregisters every bean. Operations that are under way go on. */
    @Override
    public void close() {
        closed = true;
        tasks(Set.of(), Set.copyOf(tasks.keySet()));
        plugins(Set.of(), Set.copyOf(plugins));
        unregister(COMMANDS);
        unregister(HOST);
        delivery.shutdown();
    }

    private void tell(HostEvent event) {
        if (closed) {
            return;
        }
        host.tell(event);
        TaskBean task = tasks.get(event.task());
        if (task != null) {
            task.tell(event);
        }
    }

    private void register(Object bean, ObjectName name) {
        try {
            server.registerMBean(bean, name);
        } catch (JMException e) {
            LOG.error("cannot register {}: it cannot be managed, but runs", name, e);
        }
    }

    private void unregister(ObjectName name) {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.debug("{} was unregistered by somebody else", name);
        } catch (JMException e) {
            LOG.error("cannot unregister {}", name, e);
        }
    }

    /** Name of a task's bean. */
    public static ObjectName nameOf(TaskName task) {
        return name("type=Task,name=" + task);
    }

    /** Name of a plugin's bean. */
    public static ObjectName nameOf(PluginId plugin) {
        return name("type=Plugin,name=" + plugin);
    }

    private static ObjectName name(String keys) {
        try {
            return new ObjectName("io.reseat:" + keys);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException("'" + keys + "' cannot be in an ObjectName", e);
        }
    }

    /** One thread, gone when idle; a listener that hangs loses the oldest notifications, which their numbers show. */
    private static ThreadPoolExecutor delivery() {
        ThreadPoolExecutor delivery = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_UNDELIVERED),
                work -> {
                    Thread thread = new Thread(work, "reseat-notifications");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardOldestPolicy());
        delivery.allowCoreThreadTimeOut(true);
        return delivery;
    }
}
