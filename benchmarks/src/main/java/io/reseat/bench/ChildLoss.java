package io.reseat.bench;

import io.reseat.bench.Takeovers.Cause;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** A worker process killed with {@code kill -9}, to the first cycle of its successor, beside Python's. Stateless. */
final class ChildLoss implements Measurement {
    private static final String PROVED = "runner: process\nreload: { probation: 0s }\n";

    /** One that lives less than ten seconds is waited for as the restart policy says. */
    private static final Duration A_WHILE = Duration.ofSeconds(12);

    @Override
    public String beside() throws IOException {
        return Match.title();
    }

    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        row(lab, table, "standby 1", PROVED + "process: { standby: 1 }\n", Target.alone(20));
        row(lab, table, "no standby", PROVED, Target.none());
    }

    private static void row(Lab lab, Consumer<Row> table, String standby, String lines, Target target)
            throws IOException {
        Match killed = Match.play(
                lab,
                "killed",
                TaskFile.beat("every 1ms", lines),
                ProcessRunner.LAUNCHING,
                all -> Takeovers.inTurn(lab, all, Cause.KILLED, A_WHILE, 1, lab.runs(30, 2)));
        table.accept(
                killed.wait("process, " + standby + ": kill -9 of the child → first cycle of its successor", target));
    }
}
