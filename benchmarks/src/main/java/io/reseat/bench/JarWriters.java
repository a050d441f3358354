package io.reseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** JARs written in place, as {@code cp} and others do: how soon they run, and that never half of one does. Stateless. */
final class JarWriters implements Measurement {
    private static final int LARGE = 5 << 20;
    private static final int SMALLER = 1 << 20;

    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        Home home = lab.newHome("writers")
                .plugin(PulseJar.small("pulse", Home.newMarker()))
                .task("t0", TaskFile.DEFAULT);
        try (Subject reseat = lab.reseat(home).awaitTasks(1)) {
            StoreCheck store = new StoreCheck(home.root().resolve("data/store"));
            store.expect(Files.readAllBytes(home.jarFile("pulse")));
            Attempts attempts = new Attempts(reseat, store, new Random(1));
            copies(lab, table, attempts);
            allKinds(lab, table, attempts);
        }
    }

    private static void copies(Lab lab, Consumer<Row> table, Attempts attempts) throws IOException {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < lab.runs(120, 4); i++) {
            long took = attempts.write(Writer.CP, LARGE);
            if (i >= lab.runs(20, 1)) {
                nanos.add(took);
            }
        }
        table.accept(Row.latency(
                "JAR of 5 MB written in place by cp, closed → first cycle",
                Target.median(400),
                new Distribution(nanos),
                null));
    }

    private static void allKinds(Lab lab, Consumer<Row> table, Attempts attempts) throws IOException {
        Map<Writer, List<Long>> nanos = new EnumMap<>(Writer.class);
        List<Writer> kinds = List.of(Writer.values());
        int tries = lab.runs(1_000, 60);
        for (int i = 0; i < tries; i++) {
            Writer writer = kinds.get(i % kinds.size());
            nanos.computeIfAbsent(writer, w -> new ArrayList<>()).add(attempts.write(writer, SMALLER));
        }
        table.accept(Row.fact(
                "half files taken, of JARs written in place in " + nanos.size() + " ways",
                "never",
                attempts.halfFiles() + " run, " + attempts.store.strangers() + " staged",
                String.valueOf(tries),
                attempts.halfFiles() == 0 && attempts.store.strangers() == 0));
        nanos.forEach((writer, times) -> table.accept(Row.note(
                "JAR of 1 MB, " + writer.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", closed → first cycle",
                new Distribution(times).toString(),
                "",
                String.valueOf(times.size()))));
    }

    private record Attempts(Subject reseat, StoreCheck store, Random random) {
        /** Writes a new JAR, waits until it runs, and looks what was staged meanwhile. */
        long write(Writer writer, int payload) throws IOException {
            PulseJar jar = new PulseJar("pulse", Home.newMarker(), Map.of(), payload + random.nextInt(4096));
            byte[] content = jar.bytes();
            store.expect(content);
            Path file = reseat.home().jarFile("pulse");
            writer.write(file, content, random);
            long closed = System.nanoTime();
            long took =
                    reseat.pulses().await(jar.marker(), Duration.ofSeconds(60)).nanos() - closed;
            store.look();
            return took;
        }

        long halfFiles() {
            return reseat.pulses().torn();
        }
    }
}
