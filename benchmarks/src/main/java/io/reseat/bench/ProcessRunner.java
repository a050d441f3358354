package io.reseat.bench;

import io.reseat.bench.Takeovers.Cause;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A new config of a task in a child JVM: taken by the next child, beside Python's parent that signals its worker and launches
 * the next; and taken in place by the same child, beside Python's worker process with an event and a queue. Stateless.
 */
final class ProcessRunner implements Measurement {
    private static final TaskFile STANDBY = TaskFile.beat("every 1ms", "runner: process\nprocess: { standby: 1 }\n");
    private static final TaskFile COLD = TaskFile.beat("every 1ms", "runner: process\n");
    static final List<String> LAUNCHING = List.of("signal-fork", "signal-spawn");

    /** Until another JVM stands by: it is started a second after the swap. */
    private static final Duration WARM_AGAIN = Duration.ofSeconds(4);

    private static final Duration SETTLED = Duration.ofMillis(500);

    @Override
    public String beside() throws IOException {
        return Match.title();
    }

    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        Match changed = launching(lab, "standby", STANDBY, 100);
        table.accept(changed.wait("process, standby 1: config renamed → first cycle", Target.alone(15)));
        table.accept(
                changed.gap("process, standby 1: last cycle of the old child → first of the new", Target.alone(2)));
        Match cold = launching(lab, "cold", COLD, 50);
        table.accept(cold.wait("process, no standby: config renamed → first cycle of a cold child", Target.alone(300)));
        table.accept(cold.gap("process, no standby: last cycle of the old child → first of the new", Target.alone(2)));
        inPlace(lab, table);
    }

    private static void inPlace(Lab lab, Consumer<Row> table) throws IOException {
        Match taken = Match.play(
                lab,
                "process-in-place",
                COLD.reconfigurable(),
                List.of("queue"),
                all -> Takeovers.inTurn(
                        lab, all, Cause.NEW_CONFIG, Duration.ZERO, lab.runs(300, 5), lab.runs(500, 10)));
        table.accept(taken.wait(
                "process, taken in place: config renamed → first cycle in the same child", Target.noMoreThanBeside(4)));
    }

    /** Beside Python's two ways to launch a process. */
    private static Match launching(Lab lab, String name, TaskFile file, int runs) throws IOException {
        Duration rest = file.equals(STANDBY) ? WARM_AGAIN : SETTLED;
        return Match.play(
                lab,
                name,
                file,
                LAUNCHING,
                all -> Takeovers.inTurn(lab, all, Cause.NEW_CONFIG, rest, lab.runs(10, 2), lab.runs(runs, 3)));
    }
}
