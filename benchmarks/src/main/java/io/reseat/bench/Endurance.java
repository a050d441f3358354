package io.reseat.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Thousands of reloads of one task, JAR and config in turn: nothing may pile up. Stateless. */
final class Endurance implements Measurement {
    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        Home home = lab.newHome("endurance")
                .plugin(PulseJar.small("pulse", Home.newMarker()))
                .task("t0", TaskFile.DEFAULT);
        try (Subject reseat = lab.reseat(home).awaitTasks(1)) {
            try (JmxClient client = JmxClient.attach(reseat.jvm())) {
                reload(lab, reseat, lab.runs(100, 20));
                Footprint first = Footprint.of(lab, reseat.jvm(), client);
                int runs = lab.runs(5_000, 100);
                reload(lab, reseat, runs);
                Footprint last = Footprint.of(lab, reseat.jvm(), client);
                compare(table, first, last, lab.runs(100, 20) + " → " + runs);
                table.accept(Row.note(
                        "class loaders after that: live, awaiting collection, collected",
                        client.attribute("RealmsLive") + ", " + client.attribute("RealmsAwaiting") + ", "
                                + client.attribute("RealmsCollected"),
                        "",
                        String.valueOf(runs)));
            }
        }
    }

    private static void reload(Lab lab, Subject reseat, int runs) throws IOException {
        Home home = reseat.home();
        for (int i = 0; i < runs; i++) {
            Change change = i % 2 == 0
                    ? home.newJar(PulseJar.small("pulse", Home.newMarker()))
                    : home.newConfig("t0", TaskFile.DEFAULT);
            lab.breathe();
            reseat.apply(change);
        }
    }

    /** What is allowed on top is noise of the JVM: code compiled later, a history of reports that fills up. */
    private static void compare(Consumer<Row> table, Footprint first, Footprint last, String runs) {
        row(table, "metaspace", "MB", first.metaspace(), last.metaspace(), 2, runs);
        row(table, "heap after collection", "MB", first.heap(), last.heap(), 3, runs);
        row(table, "buffers outside the heap", "MB", first.buffers(), last.buffers(), 1, runs);
        row(table, "classes", "", first.classes(), last.classes(), 150, runs);
        row(table, "threads", "", first.threads(), last.threads(), 2, runs);
        row(table, "descriptors", "", first.descriptors(), last.descriptors(), 3, runs);
        table.accept(Row.note(
                "RSS after reloads",
                String.format(Locale.ROOT, "%.0f → %.0f MB", first.resident(), last.resident()),
                "",
                runs));
    }

    private static void row(
            Consumer<Row> table, String what, String unit, double first, double last, double noise, String runs) {
        String form = unit.isEmpty() ? "%.0f → %.0f" : "%.1f → %.1f " + unit;
        table.accept(Row.fact(
                what + " after reloads, JAR and config in turn",
                "as after the first 100",
                String.format(Locale.ROOT, form, first, last),
                runs,
                last <= first + noise));
    }

    private record Footprint(
            double metaspace,
            double heap,
            double buffers,
            double classes,
            double threads,
            double descriptors,
            double resident) {
        static Footprint of(Lab lab, Jvm jvm, JmxClient client) throws IOException {
            for (int i = 0; i < 3; i++) { // loaders are let go some time after a collection has shown them free
                client.collectGarbage();
                lab.pause(Duration.ofSeconds(2));
            }
            client.collectGarbage();
            return new Footprint(
                    client.metaspaceMegabytes(),
                    client.heapMegabytes(),
                    client.bufferMegabytes(),
                    client.loadedClasses(),
                    jvm.threads(),
                    jvm.descriptors(),
                    jvm.residentMegabytes());
        }
    }
}
