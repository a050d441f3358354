package io.reseat.bench;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Atomic rename of the config of a task that takes it in place, to its first cycle with it. The bare loop beside it knows no
 * such task and builds it anew. Stateless.
 */
final class Reconfiguration implements Measurement {
    private static final TaskFile FILE = TaskFile.beat("every 1ms", "").reconfigurable();

    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        Home bareHome = lab.newHome("reconfigure-bare")
                .plugin(PulseJar.small("pulse", Home.newMarker()))
                .task("t0", TaskFile.DEFAULT);
        Home home = lab.newHome("reconfigure")
                .plugin(PulseJar.beat("pulse", Home.newMarker()))
                .task("t0", FILE);
        try (Subject bare = lab.bare(bareHome).awaitTasks(1);
                Subject reseat = lab.reseat(home).awaitTasks(1)) {
            Duel.Changes changes = of -> of.newConfig("t0", of == home ? FILE : TaskFile.DEFAULT);
            Duel duel = Duel.fight(lab, bare, reseat, changes, lab.runs(300, 5), lab.runs(500, 10));
            table.accept(Row.latency(
                    "config of a Reconfigurable renamed → first cycle, each 1 ms",
                    Target.median(6),
                    duel.reseat(),
                    duel.bare()));
        }
    }
}
