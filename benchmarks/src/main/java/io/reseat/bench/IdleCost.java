package io.reseat.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** What a host costs while nothing changes, beside a JVM that only sleeps. Stateless. */
final class IdleCost implements Measurement {
    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        row(lab, table, 1, 0.10);
        row(lab, table, lab.size(1_000, 100), 0.20);
    }

    private static void row(Lab lab, Consumer<Row> table, int tasks, double limit) throws IOException {
        Home home = lab.newHome("idle" + tasks)
                .plugin(PulseJar.small("pulse", Home.newMarker()))
                .neighbours(tasks, TaskFile.DEFAULT);
        try (Jvm sleeper = lab.sleeper();
                Subject reseat = lab.reseat(home).awaitTasks(tasks)) {
            lab.pause(Duration.ofSeconds(lab.size(30, 2))); // probation is over, compilers and the disk come to rest
            Duration before = reseat.jvm().cpu();
            Duration bareBefore = sleeper.cpu();
            int seconds = lab.runs(180, 5);
            lab.pause(Duration.ofSeconds(seconds));
            table.accept(Row.atMost(
                    "CPU per minute when idle, " + tasks + (tasks == 1 ? " task" : " tasks"),
                    limit,
                    "s",
                    perMinute(reseat.jvm().cpu().minus(before), seconds),
                    perMinute(sleeper.cpu().minus(bareBefore), seconds),
                    seconds + " s"));
            table.accept(Row.note(
                    "RSS when idle, " + tasks + (tasks == 1 ? " task" : " tasks"),
                    Math.round(reseat.jvm().residentMegabytes()) + " MB",
                    Math.round(sleeper.residentMegabytes()) + " MB",
                    "1"));
        }
    }

    private static double perMinute(Duration cpu, int seconds) {
        return cpu.toNanos() / 1e9 * 60 / seconds;
    }
}
