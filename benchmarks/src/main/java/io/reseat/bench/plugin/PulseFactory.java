package io.reseat.bench.plugin;

import io.reseat.api.Task;
import io.reseat.api.TaskContext;
import io.reseat.api.TaskFactory;

/** Makes tasks that say when their cycle ran. Stateless, as every factory. */
public final class PulseFactory implements TaskFactory<PulseConfig> {
    @Override
    public String type() {
        return "pulse";
    }

    @Override
    public Class<PulseConfig> configType() {
        return PulseConfig.class;
    }

    @Override
    public Task create(PulseConfig config, TaskContext context) {
        return new PulseTask(config);
    }
}
