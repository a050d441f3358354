package io.reseat.bench;

import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/** Atomic rename of a JAR, to the first cycle of its code, which loads every class that is in it. Stateless. */
final class JarRename implements Measurement {
    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        row(lab, table, 0, new Target(8, 30), lab.runs(300, 5), lab.runs(500, 10));
        row(lab, table, 200, Target.median(80), lab.runs(60, 3), lab.runs(150, 5));
        row(lab, table, 2_000, Target.median(400), lab.runs(30, 2), lab.runs(60, 3));
    }

    private static void row(Lab lab, Consumer<Row> table, int classes, Target target, int warmUp, int runs)
            throws IOException {
        Map<String, byte[]> farm = classes == 0 ? Map.of() : ClassFarm.grow(classes);
        try (Pair pair = Pair.start(lab, "jar" + classes, 0)) {
            Duel duel = pair.fight(
                    lab, home -> home.newJar(new PulseJar("pulse", Home.newMarker(), farm, 0)), warmUp, runs);
            String what = classes == 0 ? "small JAR" : "JAR of " + classes + " classes, all loaded,";
            table.accept(Row.latency(what + " renamed → first cycle", target, duel.reseat(), duel.bare()));
        }
    }
}
