package io.reseat.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Ten thousand tasks of one plugin in one host, and one of another. Stateless. */
final class Scale implements Measurement {
    private static final TaskFile NEIGHBOUR = new TaskFile("crowd", "plugin");

    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        int tasks = lab.size(10_000, 200);
        double alone = heapBytes(lab, table, 0);
        double crowded = heapBytes(lab, table, tasks);
        table.accept(
                Row.atMost("heap per idle task, of " + tasks, 10, "KB", (crowded - alone) / 1024 / tasks, -1, "1"));
    }

    /** Live heap with so many tasks beside t0; with tasks it also measures what else depends on their number. */
    private static double heapBytes(Lab lab, Consumer<Row> table, int tasks) throws IOException {
        Home bareHome = home(lab, "scale-bare", tasks);
        Home home = home(lab, "scale", tasks);
        try (Subject reseat = lab.reseat(home)) {
            Pulse last = reseat.pulses().awaitCount(tasks + 1, Duration.ofMinutes(10));
            lab.pause(Duration.ofSeconds(lab.size(90, 3)));
            if (tasks > 0) {
                double seconds = (last.nanos() - reseat.jvm().startedAt()) / 1e9;
                table.accept(Row.atMost(tasks + " tasks: process start → all have run", 20, "s", seconds, -1, "1"));
                idle(lab, table, reseat.jvm(), tasks);
                try (Subject bare = lab.bare(bareHome).awaitTasks(1)) {
                    reloads(lab, table, bare, reseat, tasks);
                }
            }
            return LiveHeap.bytes(reseat.jvm());
        }
    }

    private static Home home(Lab lab, String name, int tasks) throws IOException {
        return lab.newHome(name)
                .plugin(PulseJar.small("pulse", Home.newMarker()))
                .plugin(PulseJar.small("crowd", Home.newMarker()))
                .task("t0", TaskFile.DEFAULT)
                .neighbours(tasks, NEIGHBOUR);
    }

    private static void idle(Lab lab, Consumer<Row> table, Jvm jvm, int tasks) throws IOException {
        int seconds = lab.runs(60, 3);
        Duration before = jvm.cpu();
        lab.pause(Duration.ofSeconds(seconds));
        double percent = jvm.cpu().minus(before).toNanos() / 1e7 / seconds;
        table.accept(Row.atMost(tasks + " tasks: CPU when idle", 1, "% of a core", percent, -1, seconds + " s"));
        table.accept(Row.note(tasks + " tasks: RSS", Math.round(jvm.residentMegabytes()) + " MB", "", "1"));
    }

    private static void reloads(Lab lab, Consumer<Row> table, Subject bare, Subject reseat, int tasks)
            throws IOException {
        int warmUp = lab.runs(100, 3);
        int runs = lab.runs(300, 5);
        Duel config = Duel.fight(lab, bare, reseat, home -> home.newConfig("t0", TaskFile.DEFAULT), warmUp, runs);
        table.accept(Row.latency(
                "config renamed → first cycle, among " + tasks + " tasks",
                Target.median(20),
                config.reseat(),
                config.bare()));
        Duel jar = Duel.fight(
                lab, bare, reseat, home -> home.newJar(PulseJar.small("pulse", Home.newMarker())), warmUp, runs);
        table.accept(Row.latency(
                "JAR of one task renamed → first cycle, among " + tasks + " tasks of another plugin",
                Target.median(20),
                jar.reseat(),
                jar.bare()));
    }
}
