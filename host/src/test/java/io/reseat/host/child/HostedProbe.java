package io.reseat.host.child;

import io.reseat.host.model.Digest;
import io.reseat.host.testing.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A plugin in a child JVM, as its host opens and builds it: the task {@code beat}, which does one deed in each cycle. */
final class HostedProbe {
    /** Names its only generation. */
    static final Map<String, Object> G = Map.of("g", 7L);

    private static final PluginJar PLUGIN = PluginJar.named("probe")
            .source("probe.ProbeFactory", """
                    package probe;
                    import io.reseat.api.*;
                    public final class ProbeFactory implements TaskFactory<ProbeFactory.Config> {
                        public record Config(String deed) {}
                        public String type() { return "probe"; }
                        public Class<Config> configType() { return Config.class; }
                        public Task create(Config config, TaskContext context) {
                            return new ProbeTask(config.deed(), context);
                        }
                    }
                    """)
            .source("probe.ProbeTask", """
                    package probe;
                    import io.reseat.api.*;
                    import java.io.*;
                    import java.util.Map;
                    final class ProbeTask implements Task {
                        private final String deed;
                        private final TaskContext context;
                        private int cycles;
                        ProbeTask(String deed, TaskContext context) {
                            this.deed = deed;
                            this.context = context;
                        }
                        public void run() throws Exception {
                            cycles++;
                            switch (deed) {
                                case "print" -> System.out.println("cycle " + cycles);
                                case "log" -> context.logger().log(System.Logger.Level.INFO, "cycle {0}", cycles);
                                case "checkpoint" -> context.checkpoint(Map.of("cycles", cycles));
                                case "throw" -> throw new IllegalStateException("cycle " + cycles);
                                case "exit" -> System.exit(9);
                                case "halt" -> Runtime.getRuntime().halt(8);
                                case "raw" -> raw();
                                case "flood" -> { for (int i = 0; i < 50_000; i++) System.out.println("line " + i); }
                                case "process" -> context.startProcess(new ProcessBuilder("sleep", "1000"));
                                case "memory" -> System.out.println(new long[1 << 30].length);
                                default -> {}
                            }
                        }
                        private static void raw() throws Exception {
                            FileOutputStream raw = new FileOutputStream(FileDescriptor.out);
                            for (int i = 0; i < 100; i++) {
                                raw.write("{\\"tell\\":\\"half".getBytes());
                                System.out.println("line " + i);
                            }
                            raw.close();
                        }
                        public void close() { System.out.println("closed"); }
                    }
                    """)
            .factory("probe.ProbeFactory");

    private HostedProbe() {}

    /** Has a child open the plugin, and build and start the task. */
    static void build(ChildJvm child, Path directory, String deed) throws Exception {
        child.ask("open", opening(directory));
        child.ask("build", building(directory, deed));
        child.ask("start", G);
    }

    static Map<String, Object> opening(Path directory) throws Exception {
        Path jar = PLUGIN.writeTo(directory.resolve("probe.jar"));
        return Map.of(
                "number", 1L,
                "artifact", artifact(jar),
                "scratch", directory.resolve("scratch").toString(),
                "home", directory.toString(),
                "epoch", 1L,
                "limits", Map.of("build", 30_000L, "step", 30_000L, "interrupted", 3_000L, "state", 1L << 20),
                "levels", Map.of());
    }

    static Map<String, Object> building(Path directory, String deed) {
        return Map.of(
                "generation",
                7L,
                "g",
                7L,
                "task",
                "beat",
                "type",
                "probe",
                "file",
                "beat.yaml",
                "service",
                false,
                "isolation",
                "TASK",
                "config",
                config(deed),
                "dataDirectory",
                directory.toString());
    }

    private static Map<String, Object> artifact(Path jar) throws Exception {
        return Map.of(
                "id",
                "probe",
                "version",
                "1.0.0",
                "digest",
                Digest.of(Files.readAllBytes(jar)).hex(),
                "location",
                jar.toString(),
                "folder",
                false,
                "source",
                "test",
                "bytes",
                Files.size(jar));
    }

    private static Map<String, Object> config(String deed) {
        Map<String, Object> value = Map.of(
                "file",
                "beat.yaml",
                "line",
                3L,
                "column",
                9L,
                "kind",
                "STRING",
                "text",
                deed,
                "shown",
                deed,
                "resolved",
                List.of());
        Map<String, Object> entry =
                Map.of("file", "beat.yaml", "line", 3L, "column", 3L, "key", "deed", "value", value);
        return Map.of("file", "beat.yaml", "line", 2L, "column", 1L, "keys", List.of(entry));
    }
}
