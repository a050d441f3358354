package io.reseat.host.child;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;

/** How this JVM is. */
final class Vitals {
    private Vitals() {}

    static Map<String, Object> read() {
        Runtime runtime = Runtime.getRuntime();
        return Map.of(
                "heapUsed",
                runtime.totalMemory() - runtime.freeMemory(),
                "heapMax",
                runtime.maxMemory(),
                "cpu",
                cpu(),
                "threads",
                (long) ManagementFactory.getThreadMXBean().getThreadCount());
    }

    private static long cpu() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Math.max(0, system.getProcessCpuTime())
                : 0;
    }
}
