package io.reseat.host.isolation;

import java.util.concurrent.ThreadFactory;

/** Makes daemon threads of the host that inherit nothing from who asks for them, which may be a plugin. */
final class HostThread {
    private static final ClassLoader HOST = HostThread.class.getClassLoader();
    private static final ThreadGroup GROUP = Thread.currentThread().getThreadGroup();

    private HostThread() {}

    static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(GROUP, work, name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(HOST);
            return thread;
        };
    }
}
