package io.reseat.host.child;

import io.reseat.host.lifecycle.ProcessWatch;
import io.reseat.host.lifecycle.Residents;
import io.reseat.host.model.TaskName;
import io.reseat.host.wire.Channel;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The plugin of this JVM and its generations, with what they need of the host asked by the channel. */
final class HostedPlugins implements Plugins {
    private final Residents residents;

    HostedPlugins(Channel channel) {
        this.residents = new Residents(new Parent(channel), new StartedProcesses(channel));
    }

    @Override
    public CompletionStage<Map<String, Object>> asked(String what, Map<String, Object> body) {
        return residents.asked(what, body);
    }

    @Override
    public CompletionStage<?> close() {
        return residents.close();
    }

    private record Parent(Channel channel) implements Residents.Parent {
        /** Does not heed an interrupt, as it would not where the host itself runs the task; keeps it for the plugin. */
        @Override
        public void checkpoint(long generation, Map<String, Object> values) throws IOException {
            try {
                channel.ask("checkpoint", Map.of("g", generation, "state", values))
                        .join();
            } catch (CompletionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new IOException(cause.getMessage()); // its stack is that of the thread that reads
            }
        }

        @Override
        public void ready(long generation) {
            channel.tell("ready", Map.of("g", generation));
        }
    }

    private record StartedProcesses(Channel channel) implements ProcessWatch {
        @Override
        public void started(TaskName task, ProcessHandle process) {
            long start =
                    process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
            channel.tell("started", Map.of("pid", process.pid(), "start", start, "task", task.value()));
        }

        @Override
        public void ended(ProcessHandle process) {
            channel.tell("ended", Map.of("pid", process.pid()));
        }
    }
}
