package io.reseat.samples.heartbeat;

import io.reseat.api.Task;
import io.reseat.api.TaskContext;
import io.reseat.api.TaskFactory;

/** Makes heartbeats. The host finds it through {@code META-INF/services}. */
public final class HeartbeatFactory implements TaskFactory<HeartbeatConfig> {
    @Override
    public String type() {
        return "heartbeat";
    }

    @Override
    public Class<HeartbeatConfig> configType() {
        return HeartbeatConfig.class;
    }

    @Override
    public Task create(HeartbeatConfig config, TaskContext context) {
        return new Heartbeat(config, context);
    }
}
