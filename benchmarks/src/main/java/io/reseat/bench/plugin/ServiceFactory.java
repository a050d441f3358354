package io.reseat.bench.plugin;

import io.reseat.api.Task;
import io.reseat.api.TaskContext;
import io.reseat.api.TaskFactory;

/** Makes services that say when they ran, and then wait. Stateless, as every factory. */
public final class ServiceFactory implements TaskFactory<PulseConfig> {
    @Override
    public String type() {
        return "service";
    }

    @Override
    public Class<PulseConfig> configType() {
        return PulseConfig.class;
    }

    @Override
    public Task create(PulseConfig config, TaskContext context) {
        return new ServiceTask(new PulseTask(config), context);
    }
}
