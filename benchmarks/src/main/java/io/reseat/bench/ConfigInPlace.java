package io.reseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A config written in place, as a plain editor does: the host waits until it was quiet for 50 ms. Stateless. */
final class ConfigInPlace implements Measurement {
    @Override
    public void measure(Lab lab, Consumer<Row> table) throws IOException {
        Home home = lab.newHome("inplace")
                .plugin(PulseJar.small("pulse", Home.newMarker()))
                .task("t0", TaskFile.DEFAULT);
        try (Subject reseat = lab.reseat(home).awaitTasks(1)) {
            write(lab, reseat, lab.runs(50, 3));
            Distribution times = write(lab, reseat, lab.runs(200, 5));
            table.accept(Row.latency("config written in place → first cycle", Target.median(70), times, null));
        }
    }

    private static Distribution write(Lab lab, Subject reseat, int runs) throws IOException {
        List<Long> nanos = new ArrayList<>();
        Home home = reseat.home();
        for (int i = 0; i < runs; i++) {
            lab.breathe();
            long marker = Home.newMarker();
            Files.writeString(home.taskFile("t0"), TaskFile.DEFAULT.text(home.pulses(), marker));
            long closed = System.nanoTime();
            nanos.add(reseat.pulses().await(marker, Subject.PATIENCE).nanos() - closed);
        }
        return new Distribution(nanos);
    }
}
