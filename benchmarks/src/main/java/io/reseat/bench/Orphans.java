package io.reseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What twenty child JVMs take, and what is left of them after {@code kill -9} of their host. Stateless. */
final class Orphans implements Measurement {
    private static final TaskFile FILE = new TaskFile("pulse", "task", "every 6h", "runner: process\n", "");
    private static final int CHILDREN = 20;
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final Duration STARTED = Duration.ofSeconds(3);
    private static final Duration SETTLED = Duration.ofSeconds(5);

    @Override
    public String beside() throws IOException {
        return Match.title();
    }

    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        table.accept(Row.atMost("memory of a child JVM (PSS), one alone", 45, "MB", memory(lab, 1), -1, "1"));
        table.accept(Row.note(
                "memory of a child JVM (PSS), mean of " + CHILDREN,
                Row.number(memory(lab, CHILDREN)) + " MB",
                "",
                "" + CHILDREN));
        killTheHost(lab, table);
    }

    /** Proportional set size of a child whose task is idle, in megabytes: pages that several use are shared out among them. */
    private static double memory(Lab lab, int children) throws IOException {
        try (Subject host = lab.reseat(home(lab, children))) {
            List<Long> processes = awaitChildren(host, children);
            lab.pause(SETTLED);
            double kilobytes = 0;
            for (long process : processes) {
                kilobytes += proportionalKilobytes(process);
            }
            return kilobytes / 1024 / children;
        }
    }

    private static void killTheHost(Lab lab, Consumer<Row> table) throws IOException {
        int rounds = lab.runs(100, 2);
        Home home = home(lab, CHILDREN);
        List<Long> gone = new ArrayList<>();
        long processes = 0;
        long left = 0;
        for (int i = 0; i < rounds; i++) {
            try (Subject host = lab.reseat(home)) {
                awaitChildren(host, CHILDREN);
                lab.pause(STARTED);
                List<ProcessHandle> family = host.jvm().descendants();
                processes += family.size();
                long killed = System.nanoTime();
                host.jvm().kill();
                left += awaitEnd(lab, family, killed);
                gone.add(System.nanoTime() - killed);
            }
        }
        table.accept(Row.fact(
                "kill -9 of a host with " + CHILDREN + " children: processes left after " + GRACE.toMillis() + " ms",
                "none in each round",
                left + " of " + processes + " in all",
                rounds + " rounds",
                left == 0));
        table.accept(Row.note(
                "kill -9 of a host with " + CHILDREN + " children → the last process is gone",
                new Distribution(gone).toString(),
                "",
                String.valueOf(rounds)));
    }

    /** Waits until all are gone, and no longer than the grace; how many are left then. Those are killed. */
    private static long awaitEnd(Lab lab, List<ProcessHandle> family, long killed) {
        List<ProcessHandle> alive = alive(family);
        while (!alive.isEmpty() && System.nanoTime() < killed + GRACE.toNanos()) {
            lab.pause(Duration.ofMillis(1));
            alive = alive(alive);
        }
        alive.forEach(ProcessHandle::destroyForcibly);
        return alive.size();
    }

    private static List<ProcessHandle> alive(List<ProcessHandle> processes) {
        List<ProcessHandle> alive = new ArrayList<>();
        for (ProcessHandle process : processes) {
            if (process.isAlive() && !isZombie(process.pid())) {
                alive.add(process);
            }
        }
        return alive;
    }

    /** One that has ended, and that nobody has asked for its status yet. */
    private static boolean isZombie(long process) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(process), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException gone) {
            return true;
        }
    }

    private static List<Long> awaitChildren(Subject host, int children) {
        return host.pulses().readCount(children, Duration.ofMinutes(2)).stream()
                .map(Pulse::process)
                .distinct()
                .toList();
    }

    private static double proportionalKilobytes(long process) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process), "smaps_rollup"))) {
            String line = lines.filter(l -> l.startsWith("Pss:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", ""));
        }
    }

    private static Home home(Lab lab, int children) throws IOException {
        return lab.newHome("children")
                .plugin(PulseJar.small("pulse", Home.newMarker()))
                .neighbours(children, FILE);
    }
}
