package io.reseat.host.isolation;

import io.reseat.api.TaskFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the factories of one plugin. Used once, on a thread of the realm, because it runs the plugin's code. */
final class FactoryLookup {
    static final String SERVICE_FILE = "META-INF/services/" + TaskFactory.class.getName();

    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final int LONGEST_SHOWN = 100;

    private final PluginClassLoader loader;

    FactoryLookup(PluginClassLoader loader) {
        this.loader = loader;
    }

    List<FactoryInfo> all() throws PluginFailure {
        List<FactoryInfo> infos = new ArrayList<>();
        for (Map.Entry<String, TaskFactory<?>> entry : byType().entrySet()) {
            String config = configClass(entry.getValue());
            infos.add(
                    new FactoryInfo(entry.getKey(), entry.getValue().getClass().getName(), config));
        }
        return infos;
    }

    TaskFactory<?> one(Optional<String> type) throws PluginFailure {
        Map<String, TaskFactory<?>> byType = byType();
        if (type.isEmpty() && byType.size() > 1) {
            throw failure("has the task types " + String.join(", ", byType.keySet())
                    + ": say which one is meant with 'type:'");
        }
        @Nullable
        TaskFactory<?> found = type.isEmpty() ? byType.values().iterator().next() : byType.get(type.get());
        if (found == null) {
            throw failure("has no task type '" + type.get() + "', only " + String.join(", ", byType.keySet()));
        }
        return found;
    }

    private Map<String, TaskFactory<?>> byType() throws PluginFailure {
        loader.jdbcDrivers().register();
        Map<String, TaskFactory<?>> byType = new LinkedHashMap<>();
        for (TaskFactory<?> factory : instances()) {
            String type = typeOf(factory);
            @Nullable TaskFactory<?> twin = byType.put(type, factory);
            if (twin != null) {
                throw failure("has two factories of the task type '" + type + "': "
                        + twin.getClass().getName() + " and "
                        + factory.getClass().getName());
            }
        }
        if (byType.isEmpty()) {
            throw failure("has no task type: its " + SERVICE_FILE + " is missing or names no class");
        }
        return byType;
    }

    private List<TaskFactory<?>> instances() throws PluginFailure {
        List<TaskFactory<?>> instances = new ArrayList<>();
        try {
            ServiceLoader.load(TaskFactory.class, loader).forEach(instances::add);
        } catch (ServiceConfigurationError refused) {
            throw brokenBy(refused, reason(refused));
        } catch (LinkageError broken) {
            throw brokenBy(broken, FailureText.describe(broken));
        }
        return instances;
    }

    private static String reason(ServiceConfigurationError refused) {
        String message = String.valueOf(refused.getMessage());
        String prefix = TaskFactory.class.getName() + ": ";
        String shortened = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        @Nullable Throwable cause = refused.getCause();
        return cause == null ? shortened : shortened + ": " + FailureText.describe(cause);
    }

    private String typeOf(TaskFactory<?> factory) throws PluginFailure {
        @Nullable String type = factory.type();
        if (type == null || type.isBlank()) {
            throw failure("has a factory without a type: " + factory.getClass().getName() + ".type() answered " + type);
        }
        if (!TYPE.matcher(type).matches()) {
            throw failure(
                    "has a factory whose type is no name: " + factory.getClass().getName() + ".type() answered '"
                            + (type.length() > LONGEST_SHOWN ? type.substring(0, LONGEST_SHOWN) + "…" : type)
                            + "', and must match " + TYPE);
        }
        return type;
    }

    private String configClass(TaskFactory<?> factory) throws PluginFailure {
        @Nullable Class<?> config = factory.configType();
        if (config == null) {
            throw failure(
                    "has a factory without a config type: " + factory.getClass().getName());
        }
        return config.getName();
    }

    private PluginFailure brokenBy(Throwable thrown, String reason) {
        String detail = "plugin " + loader.label() + " cannot give its factories: " + reason;
        return FailureText.of("finding the factory", thrown, detail);
    }

    private PluginFailure failure(String detail) {
        return PluginFailure.found("finding the factory", "plugin " + loader.label() + " " + detail);
    }
}
