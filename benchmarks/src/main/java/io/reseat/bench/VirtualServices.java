package io.reseat.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Ten thousand services on virtual threads in one host, and a config changed on one. Needs Java 21. Stateless. */
final class VirtualServices implements Measurement {
    private static final int JAVA = 21;
    private static final String VIRTUAL = "runner: virtual\n";
    private static final TaskFile SERVICE = new TaskFile("crowd", "plugin", "service", VIRTUAL, "");
    private static final TaskFile PULSE = new TaskFile("pulse", "task", "every 6h", VIRTUAL, "");

    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        int java = Runtime.version().feature();
        if (java < JAVA) {
            table.accept(Row.note("services on virtual threads", "not on Java " + java, "", "0"));
            return;
        }
        int services = lab.size(10_000, 200);
        change(lab, table);
        double alone = heapBytes(lab, table, 0);
        double crowded = heapBytes(lab, table, services);
        table.accept(Row.atMost(
                "heap per virtual service, of " + services, 8, "KB", (crowded - alone) / 1024 / services, -1, "1"));
    }

    private static void change(Lab lab, Consumer<Row> table) throws IOException {
        try (Subject bare = lab.bare(home(lab, "virtual-bare", 0)).awaitTasks(1);
                Subject reseat = lab.reseat(home(lab, "virtual", 0)).awaitTasks(1)) {
            Duel duel = Duel.fight(
                    lab, bare, reseat, home -> home.newConfig("t0", PULSE), lab.runs(300, 5), lab.runs(500, 10));
            table.accept(Row.latency(
                    "config renamed → first cycle, virtual runner", Target.median(4), duel.reseat(), duel.bare()));
        }
    }

    /** Live heap with so many services beside t0. */
    private static double heapBytes(Lab lab, Consumer<Row> table, int services) throws IOException {
        try (Subject reseat = lab.reseat(home(lab, "virtual", services))) {
            Pulse last = reseat.pulses().awaitCount(services + 1, Duration.ofMinutes(10));
            lab.pause(Duration.ofSeconds(lab.size(90, 3))); // probation is over
            if (services > 0) {
                String what = services + " virtual services: ";
                double seconds = (last.nanos() - reseat.jvm().startedAt()) / 1e9;
                table.accept(Row.atMost(what + "process start → all have run", 15, "s", seconds, -1, "1"));
                table.accept(Row.note(what + "RSS", Math.round(reseat.jvm().residentMegabytes()) + " MB", "", "1"));
            }
            return LiveHeap.bytes(reseat.jvm());
        }
    }

    private static Home home(Lab lab, String name, int services) throws IOException {
        return lab.newHome(name)
                .plugin(PulseJar.small("pulse", Home.newMarker()))
                .plugin(PulseJar.service("crowd", Home.newMarker()))
                .task("t0", PULSE)
                .neighbours(services, SERVICE);
    }
}
