package io.reseat.host.management;

import io.reseat.host.model.HostEvent;
import io.reseat.host.model.ReloadReport;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/**
 * What a host event is in JMX: a type, a message and open-type data. A message starts with the task's name and holds
 * everything that matters, since a client's table shows its first characters alone. Stateless.
 */
final class EventText {
    private static final String NOTIFICATION = Notification.class.getName();

    /** What host and task beans emit. */
    static final MBeanNotificationInfo[] INFO = {
        info("A task came to another state.", "reseat.task.state"),
        info("A task is stuck or was given up.", "reseat.task.stuck", "reseat.task.gaveup"),
        info(
                "A reload began, reached its swap, came through its probation, let go what it replaced, or was refused"
                        + " or taken back.",
                "reseat.reload.started",
                "reseat.reload.swapped",
                "reseat.reload.committed",
                "reseat.reload.letgo",
                "reseat.reload.refused",
                "reseat.reload.rolledback"),
    };

    private EventText() {}

    private static MBeanNotificationInfo info(String description, String... types) {
        return new MBeanNotificationInfo(types, NOTIFICATION, description);
    }

    /** The notification's type. */
    static String type(HostEvent event) {
        if (event instanceof HostEvent.StateChanged) {
            return "reseat.task.state";
        } else if (event instanceof HostEvent.ReloadStarted) {
            return "reseat.reload.started";
        } else if (event instanceof HostEvent.ReloadStep step) {
            return "reseat.reload."
                    + step.step().name().toLowerCase(Locale.ROOT).replace("_", "");
        } else if (event instanceof HostEvent.Stuck) {
            return "reseat.task.stuck";
        }
        return "reseat.task.gaveup";
    }

    /** The notification's message. */
    static String message(HostEvent event) {
        String task = event.task().value();
        if (event instanceof HostEvent.StateChanged to) {
            return task + " " + to.to() + " (was " + to.from() + ")"
                    + (to.detail().isEmpty() ? "" : ": " + to.detail());
        } else if (event instanceof HostEvent.ReloadStarted started) {
            return task + " reload started: " + started.reason() + " (" + started.requester() + ")";
        } else if (event instanceof HostEvent.ReloadStep step) {
            ReloadReport report = step.report();
            return task + " " + Words.of(step.step()) + " " + Words.generations(report) + ": " + report.reason();
        } else if (event instanceof HostEvent.Stuck stuck) {
            return task + " stuck in generation " + stuck.generation() + ": " + stuck.message();
        }
        return task + " gave up: " + ((HostEvent.GaveUp) event).message();
    }

    /** The notification's user data. */
    static CompositeData data(HostEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("task", event.task().value());
        fields.put("at", Date.from(event.at()));
        if (event instanceof HostEvent.StateChanged to) {
            fields.put("from", to.from().name());
            fields.put("to", to.to().name());
            fields.put("detail", to.detail());
        } else if (event instanceof HostEvent.ReloadStarted started) {
            fields.put("reason", started.reason());
            fields.put("requester", started.requester().toString());
        } else if (event instanceof HostEvent.ReloadStep step) {
            putReport(step.report(), fields);
        } else if (event instanceof HostEvent.Stuck stuck) {
            fields.put("generation", stuck.generation());
            fields.put("message", stuck.message());
            fields.put("stack", stuck.stack());
        } else if (event instanceof HostEvent.GaveUp gaveUp) {
            fields.put("message", gaveUp.message());
        }
        return composite(type(event), fields);
    }

    private static void putReport(ReloadReport report, Map<String, Object> fields) {
        ReportRow row = ReportRow.of(report);
        fields.put("outcome", row.outcome());
        fields.put("ok", row.ok());
        fields.put("fromGeneration", row.fromGeneration());
        fields.put("toGeneration", row.toGeneration());
        fields.put("generation", row.label());
        fields.put("probation", row.probation());
        fields.put("reason", row.reason());
        fields.put("phases", phases(row));
        fields.put("problems", row.problems().toArray(String[]::new));
        fields.put("requester", row.requester());
    }

    /** {@code BUILD 12.345 ms}, one each. */
    private static String[] phases(ReportRow row) {
        return row.timings().stream()
                .map(timing -> timing.phase() + " " + timing.millis() + " ms")
                .toArray(String[]::new);
    }

    private static CompositeData composite(String type, Map<String, Object> fields) {
        List<OpenType<?>> types = new ArrayList<>();
        String[] names = fields.keySet().toArray(String[]::new);
        try {
            for (Object value : fields.values()) {
                types.add(openType(value));
            }
            OpenType<?>[] columns = types.toArray(OpenType<?>[]::new);
            return new CompositeDataSupport(new CompositeType(type, type, names, names, columns), fields);
        } catch (OpenDataException e) {
            throw new IllegalStateException("the data of " + type + " is no open type", e);
        }
    }

    private static OpenType<?> openType(Object value) throws OpenDataException {
        if (value instanceof Long) {
            return SimpleType.LONG;
        } else if (value instanceof Boolean) {
            return SimpleType.BOOLEAN;
        } else if (value instanceof Date) {
            return SimpleType.DATE;
        }
        return value instanceof String[] ? new ArrayType<String[]>(1, SimpleType.STRING) : SimpleType.STRING;
    }
}
