package io.reseat.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A config whose first cycle throws on probation, to the next cycle of the code before it. Stateless. */
final class Rollback implements Measurement {
    private static final TaskFile GOOD = TaskFile.beat("every 1ms", "reload: { probation: 0s }\n");

    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        Home home = lab.newHome("rollback")
                .plugin(PulseJar.beat("pulse", Home.newMarker()))
                .task("t0", GOOD);
        try (Subject reseat = lab.reseat(home).awaitTasks(1)) {
            Change good = home.newConfig("t0", GOOD);
            reseat.apply(good);
            fail(lab, reseat, good.marker(), lab.size(50, 2));
            Distribution times = fail(lab, reseat, good.marker(), lab.size(lab.runs(100, 30), 3));
            table.accept(Row.latency(
                    "first cycle throws on probation → next cycle of the old code", Target.median(20), times, null));
        }
    }

    /** The failing cycle's time is taken just before it throws. */
    private static Distribution fail(Lab lab, Subject reseat, long good, int runs) throws IOException {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            Change bad = reseat.home().newConfig("t0", GOOD.failing());
            lab.breathe();
            bad.publish();
            long failed = reseat.pulses().await(bad.marker(), Subject.PATIENCE).nanos();
            nanos.add(reseat.pulses().await(good, Subject.PATIENCE).nanos() - failed);
        }
        return new Distribution(nanos);
    }
}
