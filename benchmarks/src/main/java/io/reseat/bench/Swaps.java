package io.reseat.bench;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What a task with a cycle each millisecond sees of its reloads, in each way to swap. Stateless. */
final class Swaps implements Measurement {
    private static final TaskFile OVERLAP = TaskFile.beat("every 1ms", "reload: { swap: overlap }\n");
    private static final TaskFile REPLACE = TaskFile.beat("every 1ms", "reload: { swap: replace }\n");

    private static final double MOST_MILLIS = 5;
    private static final double MOST_TIMES = 2;

    /** How long a run is about, so that the pauses without a reload are as many as those with. */
    private static final Duration RUN = Duration.ofMillis(35);

    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        overlap(lab, table);
        replace(lab, table);
        table.accept(Row.note("cost of recording one cycle", recording(lab), "", "10000"));
    }

    private static void overlap(Lab lab, Consumer<Row> table) throws IOException {
        int runs = lab.runs(1_000, 5);
        try (Subject reseat = started(lab, "overlap", OVERLAP)) {
            reload(lab, reseat, OVERLAP, lab.runs(300, 3));
            reseat.pulses().readAll();
            lab.pause(RUN.multipliedBy(runs));
            Distribution calm = new Pauses(reseat.pulses().readAll()).all();
            Reloads reloads = reload(lab, reseat, OVERLAP, runs);
            Pauses pauses = new Pauses(reloads.pulses());
            rows(table, pauses.all(), calm, runs);
            table.accept(Row.note(
                    "overlap, cycle each 1 ms: longest pause of each reload",
                    pauses.longestAfterEach(reloads.renames()).toString(),
                    "",
                    String.valueOf(runs)));
        }
    }

    private static void rows(Consumer<Row> table, Distribution pauses, Distribution calm, int runs) {
        double most = pauses.percentileMillis(99.9);
        double usual = calm.percentileMillis(99.9);
        String of = runs + " reloads, " + pauses.runs() + " pauses";
        table.accept(Row.atMost(
                "overlap, cycle each 1 ms: pause between cycles while reloading, p99.9",
                MOST_MILLIS,
                "ms",
                most,
                -1,
                of));
        table.accept(Row.fact(
                "overlap: that pause against the same task's without a reload, p99.9",
                "≤ " + Row.number(MOST_TIMES) + " times",
                String.format(Locale.ROOT, "%.1f times: %.1f ms, without %.1f ms", most / usual, most, usual),
                of,
                most <= MOST_TIMES * usual));
        table.accept(Row.note(
                "overlap: no cycle missed: longest pause, " + runs + " reloads",
                String.format(
                        Locale.ROOT,
                        "%.1f ms, without a reload %.1f ms",
                        pauses.percentileMillis(100),
                        calm.percentileMillis(100)),
                "",
                of));
    }

    private static void replace(Lab lab, Consumer<Row> table) throws IOException {
        try (Subject reseat = started(lab, "replace", REPLACE)) {
            reload(lab, reseat, REPLACE, lab.runs(300, 3));
            Reloads reloads = reload(lab, reseat, REPLACE, lab.runs(1_000, 5));
            table.accept(Row.latency(
                    "replace, cycle each 1 ms: last cycle of the old → first of the new",
                    Target.median(2),
                    new Distribution(reloads.gaps()),
                    null));
        }
    }

    private static Subject started(Lab lab, String name, TaskFile file) throws IOException {
        Home home = lab.newHome(name)
                .plugin(PulseJar.beat("pulse", Home.newMarker()))
                .task("t0", file);
        return lab.reseat(home).awaitTasks(1);
    }

    private static Reloads reload(Lab lab, Subject subject, TaskFile file, int runs) throws IOException {
        Reloads reloads = new Reloads();
        for (int i = 0; i < runs; i++) {
            Change change = subject.home().newConfig("t0", file);
            lab.breathe();
            long published = change.publish();
            reloads.add(published, subject.pulses().readUntil(change.marker(), Subject.PATIENCE));
        }
        lab.breathe();
        reloads.pulses().addAll(subject.pulses().readAll());
        return reloads;
    }

    /**
     * Many reloads of one task.
     *
     * @param renames when each was published
     * @param gaps from the last cycle before a new generation's first one to that
     * @param pulses all cycles meanwhile
     */
    private record Reloads(List<Long> renames, List<Long> gaps, List<Pulse> pulses) {
        Reloads() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void add(long published, List<Pulse> read) {
            renames.add(published);
            pulses.addAll(read);
            int last = pulses.size() - 1;
            if (last > 0) {
                gaps.add(pulses.get(last).nanos() - pulses.get(last - 1).nanos());
            }
        }
    }

    /** The plugin's way to write a record, done here: p50 / p99. */
    private static String recording(Lab lab) throws IOException {
        Path file = lab.newHome("recording").pulses();
        List<Long> nanos = new ArrayList<>();
        try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
            for (int i = 0; i < 20_000; i++) {
                long before = System.nanoTime();
                out.write(new byte[4 * Long.BYTES]);
                nanos.add(System.nanoTime() - before);
            }
        }
        Files.delete(file);
        Distribution warm = new Distribution(nanos.subList(10_000, nanos.size()));
        return String.format(
                Locale.ROOT, "%.1f / %.1f µs", warm.medianMillis() * 1_000, warm.percentileMillis(99) * 1_000);
    }
}
