package io.reseat.bench;

import java.io.IOException;
import java.util.function.Consumer;

/** Atomic rename of one task's config, to the first cycle of the new generation, among so many files. Stateless. */
final class ConfigRename implements Measurement {
    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        for (int files : new int[] {1, 100, 1_000}) {
            try (Pair pair = Pair.start(lab, "config" + files, files - 1)) {
                Duel duel = pair.fight(
                        lab, home -> home.newConfig("t0", TaskFile.DEFAULT), lab.runs(300, 5), lab.runs(500, 10));
                table.accept(Row.latency(
                        "config renamed → first cycle, " + files + (files == 1 ? " task" : " tasks"),
                        new Target(4, 20),
                        duel.reseat(),
                        duel.bare()));
            }
        }
    }
}
