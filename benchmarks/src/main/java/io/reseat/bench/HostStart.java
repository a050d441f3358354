package io.reseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Start of the host as it is shipped, with the samples, to the first line of the heartbeat. Stateless. */
final class HostStart implements Measurement {
    private static final String HEARTBEAT = "hello world";

    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        int runs = lab.runs(20, 2);
        List<Long> fresh = new ArrayList<>();
        List<Long> again = new ArrayList<>();
        List<Long> bare = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            Home home = samples(lab, "fresh" + i);
            fresh.add(untilHeartbeat(lab, home));
            again.add(untilHeartbeat(lab, home));
            bare.add(bareStart(lab));
        }
        Distribution beside = new Distribution(bare);
        Target target = Target.median(1_000);
        table.accept(latency("first start of a home with the samples → first heartbeat", target, fresh, beside));
        table.accept(latency("later start of it → first heartbeat", target, again, beside));
        resident(lab, table);
    }

    /** The bare loop's start is shown; the ratio is no target, since it has no config, log or management to start. */
    private static Row latency(String what, Target target, List<Long> nanos, Distribution bare) {
        Row row = Row.latency(what, target, new Distribution(nanos), null);
        return new Row(what, row.target(), row.reseat(), bare.toString(), "–", row.runs(), row.verdict());
    }

    private static void resident(Lab lab, Consumer<Row> table) throws IOException {
        Home home = samples(lab, "resident");
        try (Subject reseat = lab.reseat(home)) {
            int seconds = lab.runs(120, 3);
            lab.pause(Duration.ofSeconds(seconds));
            table.accept(Row.atMost(
                    "RSS with the samples", 90, "MB", Math.rint(reseat.jvm().residentMegabytes()), -1, seconds + " s"));
        }
    }

    private static long bareStart(Lab lab) throws IOException {
        Home home = lab.newHome("bare-start")
                .plugin(PulseJar.small("pulse", Home.newMarker()))
                .task("t0", TaskFile.DEFAULT);
        try (Subject bare = lab.bare(home)) {
            return bare.pulses().awaitCount(1, Subject.PATIENCE).nanos()
                    - bare.jvm().startedAt();
        }
    }

    private static long untilHeartbeat(Lab lab, Home home) throws IOException {
        Files.deleteIfExists(home.log());
        try (Subject reseat = lab.reseat(home)) {
            long end = System.nanoTime() + Subject.PATIENCE.toNanos();
            while (System.nanoTime() < end) {
                if (Files.readString(home.log()).contains(HEARTBEAT)) {
                    return System.nanoTime() - reseat.jvm().startedAt();
                }
                lab.pause(Duration.ofMillis(1));
            }
            throw new IOException("no heartbeat within " + Subject.PATIENCE + ":\n" + Files.readString(home.log()));
        }
    }

    private static Home samples(Lab lab, String name) throws IOException {
        Home home = lab.newHome(name);
        for (String folder : List.of("conf", "plugins")) {
            copy(lab.distribution().resolve(folder), home.root().resolve(folder));
        }
        return home;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
