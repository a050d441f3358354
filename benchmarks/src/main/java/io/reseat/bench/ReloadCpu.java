package io.reseat.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Processor time of one reload: that of the whole process over many, divided. Its target is for a host that has been
 * reloading for a while; what the JVM's compilers do at first is a row of its own. Stateless.
 */
final class ReloadCpu implements Measurement {
    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        row(lab, table, 1, 5);
        row(lab, table, lab.size(1_000, 100), 6);
    }

    private static void row(Lab lab, Consumer<Row> table, int tasks, double limitMillis) throws IOException {
        try (Pair pair = Pair.start(lab, "cpu" + tasks, tasks - 1)) {
            report(lab, table, pair, "config, " + among(tasks), limitMillis, h -> h.newConfig("t0", TaskFile.DEFAULT));
            if (tasks == 1) { // with neighbours on the same JAR a new one would reload them all
                report(
                        lab,
                        table,
                        pair,
                        "JAR, " + among(tasks),
                        limitMillis,
                        h -> h.newJar(PulseJar.small("pulse", Home.newMarker())));
            }
        }
    }

    private static void report(
            Lab lab, Consumer<Row> table, Pair pair, String what, double limitMillis, Duel.Changes changes)
            throws IOException {
        int runs = lab.runs(300, 10);
        double[] early = perReload(lab, pair, changes, runs);
        table.accept(Row.note(
                "CPU per reload of a " + what + ", first " + runs + " after a start, compilers included",
                Row.number(early[0]) + " ms",
                Row.number(early[1]) + " ms",
                String.valueOf(runs)));
        pair.fight(lab, changes, 0, lab.size(1_000, 5)); // until the compilers have done their work
        double[] late = perReload(lab, pair, changes, runs);
        table.accept(
                Row.atMost("CPU per reload of a " + what, limitMillis, "ms", late[0], late[1], String.valueOf(runs)));
    }

    /** Milliseconds of the host and of the bare loop. */
    private static double[] perReload(Lab lab, Pair pair, Duel.Changes changes, int runs) throws IOException {
        Duration reseat = pair.reseat().jvm().cpu();
        Duration bare = pair.bare().jvm().cpu();
        pair.fight(lab, changes, 0, runs);
        return new double[] {
            millis(pair.reseat().jvm().cpu().minus(reseat)) / runs,
            millis(pair.bare().jvm().cpu().minus(bare)) / runs
        };
    }

    private static String among(int tasks) {
        return tasks == 1 ? "1 task" : "among " + tasks + " tasks";
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
