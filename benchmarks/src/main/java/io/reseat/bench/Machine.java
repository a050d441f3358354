package io.reseat.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What the figures were measured on, read from /proc. Stateless. */
final class Machine {
    private Machine() {}

    static String describe() throws IOException {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %d GB, Linux %s, %s; JDK %s",
                value("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Math.round(Long.parseLong(value("/proc/meminfo", "MemTotal").replace(" kB", "")) / 1e6),
                System.getProperty("os.version").replaceAll("-.*", ""), // what a distributor adds names the machine
                Files.getFileStore(Path.of(System.getProperty("java.io.tmpdir")))
                        .type(),
                System.getProperty("java.version"));
    }

    /** Mean number of processes that ran or waited for a core during the last minute, this benchmark's own included. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** How busy all cores are with anything, in percent, measured over a second in which this program only waits. */
    static long busyPercent() throws IOException {
        long[] before = cpuTicks();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        long[] after = cpuTicks();
        long all = after[0] - before[0];
        return all == 0 ? 0 : 100 - 100 * (after[1] - before[1]) / all;
    }

    /** Ticks of all cores since boot: all, and idle. */
    private static long[] cpuTicks() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/stat")).get(0);
        long[] ticks = Stream.of(line.trim().split("\\s+"))
                .skip(1)
                .mapToLong(Long::parseLong)
                .toArray();
        long all = 0;
        for (long t : ticks) {
            all += t;
        }
        return new long[] {all, ticks[3] + ticks[4]};
    }

    private static String value(String file, String key) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("?");
    }
}
