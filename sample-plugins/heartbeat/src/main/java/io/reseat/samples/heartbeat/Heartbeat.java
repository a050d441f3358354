package io.reseat.samples.heartbeat;

import io.reseat.api.Metrics;
import io.reseat.api.Task;
import io.reseat.api.TaskContext;
import java.lang.System.Logger.Level;

/** Says its message once per cycle. Runs on the one thread that the host gives it. */
final class Heartbeat implements Task {
    private final HeartbeatConfig config;
    private final TaskContext context;
    private final Metrics.Counter beats;

    Heartbeat(HeartbeatConfig config, TaskContext context) {
        this.config = config;
        this.context = context;
        this.beats = context.metrics().counter("beats");
    }

    @Override
    public void run() throws InterruptedException {
        context.logger().log(Level.INFO, config.message());
        beats.increment();
        if (!config.pause().isZero()) {
            context.sleep(config.pause()); // returns early when a reload wants this generation to end
        }
    }
}
