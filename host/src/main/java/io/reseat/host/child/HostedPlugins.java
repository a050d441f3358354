package io.reseat.host.child;

import io.reseat.host.lifecycle.ProcessWatch;
import io.reseat.host.lifecycle.Residents;
import io.reseat.host.model.TaskName;
import io.reseat.host.wire.Channel;
import io.reseat.host.wire.ProcessStart;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The plugin of this JVM and its generations, with what they need of the host asked by the channel. */
final class HostedPlugins implements Plugins {
    private final Residents residents;

    HostedPlugins(Channel channel) {
        this.residents = new Residents(new Parent(channel), new StartedProcesses(channel, new ConcurrentHashMap<>()));
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

        @Override
        public void hangs(long generation, long call, String text, String stack) {
            channel.tell("hangs", Map.of("g", generation, "call", call, "text", text, "stack", stack));
        }

        @Override
        public void freed(long call) {
            channel.tell("freed", Map.of("call", call));
        }
    }

    /** Of one that is gone nobody can ask any more when it started. */
    private record StartedProcesses(Channel channel, Map<ProcessHandle, String> starts) implements ProcessWatch {
        @Override
        public void started(TaskName task, ProcessHandle process) {
            ProcessStart.of(process).ifPresent(start -> {
                starts.put(process, start);
                channel.tell("started", Map.of("pid", process.pid(), "start", start, "task", task.value()));
            });
        }

        @Override
        public void ended(ProcessHandle process) {
            String start = starts.remove(process);
            if (start != null) {
                channel.tell("ended", Map.of("pid", process.pid(), "start", start));
            }
        }
    }
}
