package io.reseat.bench.plugin;

import io.reseat.api.Task;
import io.reseat.api.TaskContext;
import java.time.Duration;

/** One cycle of a pulse task, and then a wait until it is told to stop, as of a service that nobody calls. */
final class ServiceTask implements Task {
    private static final Duration LONG = Duration.ofDays(1);

    private final PulseTask pulse;
    private final TaskContext context;

    ServiceTask(PulseTask pulse, TaskContext context) {
        this.pulse = pulse;
        this.context = context;
    }

    @Override
    public void run() throws Exception {
        pulse.run();
        context.ready();
        while (!context.stopping()) {
            context.sleep(LONG);
        }
    }

    @Override
    public void close() {}
}
