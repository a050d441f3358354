package io.reseat.host.config;

import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.ConfigNode.Kind;
import io.reseat.host.model.ConfigNode.Mapping;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.Durations;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.PluginRef;
import io.reseat.host.model.ReloadPolicy;
import io.reseat.host.model.RestartPolicy;
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

    /** Takes the words of later versions apart from nonsense. */
    static void onlyThreadRunner(Section task) {
        task.value("runner", "'thread'", text -> switch (text) {
            case "thread" -> text;
            case "virtual", "process" ->
                throw new IllegalArgumentException(
                        "write 'runner: thread', because 'runner: " + text + "' is not built yet");
            default -> throw new IllegalArgumentException("'" + text + "' is no runner; write thread");
        });
    }

    static ReloadPolicy reload(Section reload) {
        SwapKind swap = reload.choice("swap", SwapKind.class, ReloadPolicy.DEFAULT.swap());
        Duration drain = reload.duration("drain", Duration.ZERO, ReloadPolicy.DEFAULT.drain());
        Duration probation = reload.duration("probation", Duration.ZERO, ReloadPolicy.DEFAULT.probation());
        boolean rollback = reload.flag("rollback", ReloadPolicy.DEFAULT.rollback());
        reload.end();
        return new ReloadPolicy(swap, drain, probation, rollback);
    }

    static RestartPolicy restart(Section restart) {
        Backoff backoff = restart.value("backoff", "a backoff, such as 1s..1m", TaskKeys::backoff)
                .orElse(new Backoff(RestartPolicy.DEFAULT.firstBackoff(), RestartPolicy.DEFAULT.longestBackoff()));
        int rebuildAfter = restart.number("rebuild-after", 1, Integer.MAX_VALUE, RestartPolicy.DEFAULT.rebuildAfter());
        Optional<RestartPolicy.GiveUp> giveUp = restart.value(
                        "give-up", "'never' or a rate such as 5 in 10m", TaskKeys::giveUp)
                .orElse(RestartPolicy.DEFAULT.giveUp());
        restart.end();
        return new RestartPolicy(backoff.first, backoff.longest, rebuildAfter, giveUp);
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
