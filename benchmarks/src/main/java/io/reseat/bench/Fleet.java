package io.reseat.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Many tasks of one plugin, each with 50 cycles a second, and their JAR replaced. Stateless. */
final class Fleet implements Measurement {
    private static final TaskFile FILE = TaskFile.beat("every 20ms", "");

    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        int tasks = lab.size(100, 10);
        Home home = lab.newHome("fleet")
                .plugin(PulseJar.beat("pulse", Home.newMarker()))
                .neighbours(tasks, FILE);
        int runs = lab.size(3, 1);
        double slowest = 0;
        double longest = 0;
        try (Subject reseat = lab.reseat(home).awaitTasks(tasks)) {
            for (int i = -lab.size(2, 1); i < runs; i++) {
                Replacement one = replace(lab, reseat, tasks);
                slowest = i < 0 ? 0 : Math.max(slowest, one.untilAllMillis());
                longest = i < 0 ? 0 : Math.max(longest, one.longestGapMillis());
            }
        }
        String what = tasks + " tasks of one plugin, JAR replaced, worst of the runs: ";
        table.accept(Row.atMost(what + "all run the new one", 1, "s", slowest / 1_000, -1, String.valueOf(runs)));
        table.accept(Row.atMost(what + "longest gap of any task", 100, "ms", longest, -1, String.valueOf(runs)));
    }

    /**
     * One replacement.
     *
     * @param untilAllMillis from the rename to the last task's first cycle on the new JAR
     * @param longestGapMillis between two cycles of one task, from before the rename to after that
     */
    private record Replacement(double untilAllMillis, double longestGapMillis) {}

    private static Replacement replace(Lab lab, Subject reseat, int tasks) throws IOException {
        Change jar = reseat.home().newJar(PulseJar.beat("pulse", Home.newMarker()));
        lab.pause(Duration.ofSeconds(lab.size(5, 1)));
        reseat.pulses().readAll();
        lab.pause(Duration.ofMillis(200));
        long published = jar.publish();
        List<Pulse> pulses = new ArrayList<>();
        long last = awaitAll(reseat, jar.marker(), tasks, pulses);
        lab.pause(Duration.ofMillis(200));
        pulses.addAll(reseat.pulses().readAll());
        return new Replacement((last - published) / 1e6, longestGapMillis(pulses));
    }

    /** Reads on until each task, told apart by its config's marker, has run on the JAR; when the last one did. */
    private static long awaitAll(Subject reseat, long jar, int tasks, List<Pulse> pulses) {
        Set<Long> onTheNew = new HashSet<>();
        long last = 0;
        while (onTheNew.size() < tasks) {
            List<Pulse> read = reseat.pulses().readUntil(jar, Subject.PATIENCE);
            pulses.addAll(read);
            Pulse pulse = read.get(read.size() - 1);
            if (onTheNew.add(pulse.config())) {
                last = Math.max(last, pulse.nanos());
            }
        }
        return last;
    }

    private static double longestGapMillis(List<Pulse> pulses) {
        Map<Long, List<Pulse>> byTask = pulses.stream().collect(Collectors.groupingBy(Pulse::config));
        return byTask.values().stream()
                .mapToDouble(one -> new Pauses(one).all().percentileMillis(100))
                .max()
                .orElseThrow();
    }
}
