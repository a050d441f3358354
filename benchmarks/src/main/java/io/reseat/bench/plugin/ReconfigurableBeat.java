package io.reseat.bench.plugin;

import io.reseat.api.Reconfigurable;
import io.reseat.api.Task;
import java.io.IOException;

/** A beat task that takes a new config while it lives. */
final class ReconfigurableBeat implements Task, Reconfigurable<BeatConfig> {
    private final BeatTask task;

    ReconfigurableBeat(BeatTask task) {
        this.task = task;
    }

    @Override
    public void reconfigure(BeatConfig config) {
        task.take(config);
    }

    @Override
    public void start() throws IOException {
        task.start();
    }

    @Override
    public void run() throws IOException {
        task.run();
    }

    @Override
    public void close() throws IOException {
        task.close();
    }
}
