package io.reseat.bench;

import io.reseat.bench.Takeovers.Cause;
import java.io.IOException;
import java.util.function.Consumer;

/** A worker process killed with {@code kill -9}, to the first cycle of its successor, beside Python's. Stateless. */
final class ChildLoss implements Measurement {
    @Override
    public String beside() throws IOException {
        return Match.title();
    }

    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        row(lab, table, "standby 1", ProcessRunner.STANDBY, Target.alone(20));
        row(lab, table, "no standby", ProcessRunner.COLD, Target.none());
    }

    private static void row(Lab lab, Consumer<Row> table, String standby, TaskFile file, Target target)
            throws IOException {
        Match killed = ProcessRunner.launching(lab, "killed", file, Cause.KILLED, 50);
        table.accept(
                killed.wait("process, " + standby + ": kill -9 of the child → first cycle of its successor", target));
    }
}
