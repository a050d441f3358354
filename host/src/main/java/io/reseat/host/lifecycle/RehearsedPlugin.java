package io.reseat.host.lifecycle;

import io.reseat.api.HealthCheck;
import io.reseat.api.Reconfigurable;
import io.reseat.api.SavedState;
import io.reseat.api.Stateful;
import io.reseat.api.Task;
import io.reseat.api.TaskContext;
import io.reseat.api.TaskFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/**
 * The plugin of a {@link Rehearsal}: it does nothing, and has of each kind of thing that most plugins have. Packed into a
 * JAR of its own and loaded from there, in a child JVM alone.
 */
public final class RehearsedPlugin implements TaskFactory<RehearsedPlugin.Settings> {
    static final String TYPE = "rehearsal";

    private static final List<Class<?>> CLASSES =
            List.of(RehearsedPlugin.class, Settings.class, Inner.class, Work.class);

    /** Values of the kinds that most configs have. */
    public record Settings(
            String text,
            long number,
            int count,
            boolean flag,
            Duration pause,
            Optional<String> label,
            List<String> names,
            Inner inner) {}

    /** A mapping within another. */
    public record Inner(double share, Path file) {}

    private static final class Work implements Task, Stateful, Reconfigurable<Settings>, HealthCheck {
        private final TaskContext context;
        private final AutoCloseable left;
        private volatile Settings settings;

        Work(Settings settings, TaskContext context) {
            this.settings = settings;
            this.context = context;
            this.left = context.closeWithGeneration(() -> {});
            context.metrics().gauge("count", settings::count);
        }

        @Override
        public void start() {
            context.logger().isLoggable(System.Logger.Level.TRACE);
        }

        @Override
        public void check() {
            Objects.requireNonNull(left);
        }

        @Override
        public void run() {
            context.metrics().counter("cycles").increment();
            context.metrics().timer("pause").record(settings.pause);
        }

        @Override
        public void reconfigure(Settings next) {
            settings = next;
        }

        @Override
        public Map<String, Object> saveState() {
            return Map.of("text", settings.text, "number", settings.number);
        }

        @Override
        public void restoreState(SavedState state) {
            Objects.requireNonNull(state.values().get("text"));
        }

        @Override
        public void close() {}
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<Settings> configType() {
        return Settings.class;
    }

    @Override
    public Task create(Settings settings, TaskContext context) {
        return new Work(settings, context);
    }

    /** Writes its JAR. */
    static void pack(Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            String service = "META-INF/services/" + TaskFactory.class.getName();
            put(out, service, RehearsedPlugin.class.getName().getBytes(StandardCharsets.UTF_8));
            for (Class<?> type : CLASSES) {
                String name = type.getName().replace('.', '/') + ".class";
                try (InputStream in = RehearsedPlugin.class.getResourceAsStream("/" + name)) {
                    put(out, name, Objects.requireNonNull(in, name).readAllBytes());
                }
            }
        }
    }

    private static void put(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(content);
        jar.closeEntry();
    }
}
