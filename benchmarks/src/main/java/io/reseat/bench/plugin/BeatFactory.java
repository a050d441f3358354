package io.reseat.bench.plugin;

import io.reseat.api.Swap;
import io.reseat.api.Task;
import io.reseat.api.TaskContext;
import io.reseat.api.TaskFactory;
import java.util.Set;

/** Makes tasks whose cycles are short and many, and which allow every swap. Stateless, as every factory. */
public final class BeatFactory implements TaskFactory<BeatConfig> {
    @Override
    public String type() {
        return "beat";
    }

    @Override
    public Class<BeatConfig> configType() {
        return BeatConfig.class;
    }

    @Override
    public Task create(BeatConfig config, TaskContext context) {
        BeatTask task = new BeatTask(config);
        return config.reconfigurable() ? new ReconfigurableBeat(task) : task;
    }

    @Override
    public Set<Swap> swaps() {
        return Set.of(Swap.REPLACE, Swap.OVERLAP);
    }
}
