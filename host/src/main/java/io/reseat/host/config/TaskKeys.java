package io.reseat.host.config;

import io.reseat.host.model.ByteSizes;
import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.ConfigNode.Kind;
import io.reseat.host.model.ConfigNode.Mapping;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.Durations;
import io.reseat.host.model.OnStuck;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.PluginRef;
import io.reseat.host.model.ProcessOptions;
import io.reseat.host.model.ReloadPolicy;
import io.reseat.host.model.RestartPolicy;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.SwapKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the keys of a task's file mean, one method for each that needs more than a line. */
final class TaskKeys {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Pattern SMALL = Pattern.compile("[0-9]{1,2}");
    private static final Pattern GIVE_UP = Pattern.compile("([0-9]{1,9}) in (.+)");
    private static final PluginRef NO_PLUGIN = new PluginRef(new PluginId("missing"), "");

    private TaskKeys() {}

    static PluginRef plugin(Section task) {
        if (task.node("plugin").isEmpty()) {
            task.missing("plugin", "heartbeat");
        }
        return task.value("plugin", "a plugin's id, such as heartbeat or heartbeat@1.x", PluginRef::parse)
                .orElse(NO_PLUGIN);
    }

    static Optional<String> type(Section task) {
        return task.value("type", "the name of a task type", text -> {
            if (!NAME.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "'" + text + "' is no task type; its name consists of letters, digits, '_', '.' and '-'");
            }
            return text;
        });
    }

    static Schedule schedule(Section task) {
        if (task.node("schedule").isEmpty()) {
            task.missing("schedule", "every 3s");
        }
        return task.value("schedule", ScheduleText.EXPECTED, ScheduleText::parse)
                .orElseGet(Schedule.Once::new);
    }

    static Optional<Duration> timeout(Section task, Schedule schedule) {
        Optional<ConfigNode> node = task.node("timeout");
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (schedule instanceof Schedule.Service) {
            task.refuse(
                    node.get(), "'timeout': a service has none, because its cycle ends when it is told to; remove it");
        }
        return Optional.of(task.duration("timeout", SHORTEST, SHORTEST));
    }

    /** @param java the feature version of the Java that the host runs on */
    static RunnerKind runner(Section task, int java) {
        return task.value("runner", "one of thread, virtual, process", text -> {
                    RunnerKind kind = Section.choose(RunnerKind.class, text);
                    if (kind == RunnerKind.VIRTUAL && java < RunnerKind.JAVA_OF_VIRTUAL) {
                        throw new IllegalArgumentException(
                                "there are no virtual threads, because this host runs on Java " + java
                                        + "; start it with Java " + RunnerKind.JAVA_OF_VIRTUAL
                                        + " or newer, or write 'runner: thread'");
                    }
                    return kind;
                })
                .orElse(RunnerKind.THREAD);
    }

    static ProcessOptions process(Section process) {
        long heap = process.value("heap", "a size from 16MiB to 1TiB", TaskKeys::heap)
                .orElse(ProcessOptions.DEFAULT.heap());
        List<String> jvmArgs = JvmArguments.read(process, "jvm-args", heap);
        int standby = process.value(
                        "standby", "'off' or a number from 1 to " + ProcessOptions.MOST_STANDBY, TaskKeys::standby)
                .orElse(ProcessOptions.DEFAULT.standby());
        process.end();
        return shared(new ProcessOptions(heap, jvmArgs, standby), ProcessOptions.DEFAULT);
    }

    private static long heap(String text) {
        long bytes = ByteSizes.parse(text);
        if (bytes < ProcessOptions.LEAST_HEAP || bytes > ProcessOptions.MOST_HEAP) {
            throw new IllegalArgumentException("'" + text + "' is not between 16MiB and 1TiB");
        }
        return bytes;
    }

    private static int standby(String text) {
        int standby = text.equals("off") ? 0 : SMALL.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (standby < 0 || standby > ProcessOptions.MOST_STANDBY) {
            throw new IllegalArgumentException("'" + text + "' is neither 'off' nor a number of child JVMs from 1 to "
                    + ProcessOptions.MOST_STANDBY + " that are kept ready");
        }
        return standby;
    }

    static OnStuck onStuck(Section task, RunnerKind runner) {
        Optional<ConfigNode> node = task.node("on-stuck");
        if (node.isPresent() && runner == RunnerKind.PROCESS) {
            task.refuse(
                    node.get(),
                    "'on-stuck': with 'runner: process' a child JVM that is stuck is ended and replaced anyway; remove it");
        }
        return task.choice("on-stuck", OnStuck.class, OnStuck.QUARANTINE);
    }

    static ReloadPolicy reload(Section reload) {
        SwapKind swap = reload.choice("swap", SwapKind.class, ReloadPolicy.DEFAULT.swap());
        Duration drain = reload.duration("drain", Duration.ZERO, ReloadPolicy.DEFAULT.drain());
        Duration probation = reload.duration("probation", Duration.ZERO, ReloadPolicy.DEFAULT.probation());
        boolean rollback = reload.flag("rollback", ReloadPolicy.DEFAULT.rollback());
        reload.end();
        return shared(new ReloadPolicy(swap, drain, probation, rollback), ReloadPolicy.DEFAULT);
    }

    /** Most files say nothing, and there may be thousands. */
    private static <T> T shared(T read, T usual) {
        return read.equals(usual) ? usual : read;
    }

    static RestartPolicy restart(Section restart) {
        Backoff backoff = restart.value("backoff", "a backoff, such as 1s..1m", TaskKeys::backoff)
                .orElse(new Backoff(RestartPolicy.DEFAULT.firstBackoff(), RestartPolicy.DEFAULT.longestBackoff()));
        int rebuildAfter = restart.number("rebuild-after", 1, Integer.MAX_VALUE, RestartPolicy.DEFAULT.rebuildAfter());
        Optional<RestartPolicy.GiveUp> giveUp = restart.value(
                        "give-up", "'never' or a rate such as 5 in 10m", TaskKeys::giveUp)
                .orElse(RestartPolicy.DEFAULT.giveUp());
        restart.end();
        return shared(new RestartPolicy(backoff.first, backoff.longest, rebuildAfter, giveUp), RestartPolicy.DEFAULT);
    }

    private static Backoff backoff(String text) {
        int dots = text.indexOf("..");
        Duration first = Durations.parse((dots < 0 ? text : text.substring(0, dots)).strip());
        Duration longest =
                dots < 0 ? first : Durations.parse(text.substring(dots + 2).strip());
        if (first.compareTo(SHORTEST) < 0 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' must go from a short to a longer time, such as 1s..1m, both longer than 0");
        }
        return new Backoff(first, longest);
    }

    private static Optional<RestartPolicy.GiveUp> giveUp(String text) {
        if (text.equals("never")) {
            return Optional.empty();
        }
        Matcher matcher = GIVE_UP.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is neither 'never' nor a rate such as '5 in 10m'");
        }
        int failures = Integer.parseInt(matcher.group(1));
        Duration within = Durations.parse(matcher.group(2).strip());
        if (failures < 1 || within.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("'" + text + "' needs at least one failure and a time longer than 0");
        }
        return Optional.of(new RestartPolicy.GiveUp(failures, within));
    }

    static Mapping config(Section task) {
        ConfigNode node = task.node("config").orElse(new Mapping(task.place(), List.of()));
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        if (!(node instanceof Scalar scalar && scalar.kind() == Kind.NULL)) {
            task.refuse(node, "'config' must have keys of its own, below it and indented");
        }
        return new Mapping(node.place(), List.of());
    }

    private record Backoff(Duration first, Duration longest) {}
}
