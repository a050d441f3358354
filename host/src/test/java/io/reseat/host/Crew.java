package io.reseat.host;

import io.reseat.host.testing.PluginJar;

/**
 * A plugin whose code knows its version, and whose tasks do in a step what their config says for that version: so that a
 * JAR alone can break a task. It writes down what happened where {@link TestHome} does:
 * {@code version message#generation step}; {@code made n} counts what was made in its realm.
 */
final class Crew {
    private static final String FACTORY = """
            package crew;
            import io.reseat.api.*;
            import java.util.*;
            import java.util.concurrent.CountDownLatch;
            import java.util.concurrent.atomic.AtomicInteger;
            public final class Factory implements TaskFactory<Factory.Config> {
                static final AtomicInteger MADE = new AtomicInteger();
                public record Config(String message, Map<String, String> create, Map<String, String> run) {}
                public String type() { return "crew"; }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) throws Exception {
                    Member made = new Member(config, context);
                    made.tell("made " + MADE.incrementAndGet());
                    made.act("create", config.create());
                    return made;
                }
                record Member(Config config, TaskContext context) implements Task {
                    public void run() throws Exception { tell("run"); act("run", config.run()); }
                    public void close() { tell("close"); }
                    @SuppressWarnings("unchecked")
                    void tell(String step) {
                        ((Queue<String>) System.getProperties().get("reseat.test.events"))
                                .add("VERSION " + config.message() + "#" + context.generation() + " " + step);
                    }
                    void act(String step, Map<String, String> acts) throws Exception {
                        String act = acts == null ? null : acts.get("VERSION");
                        if (act == null) return;
                        switch (act) {
                            case "throw" -> throw new java.io.IOException(step + " was told to throw");
                            case "error" -> throw new StackOverflowError(step + " was told to overflow");
                            case "hang" -> new CountDownLatch(1).await();
                            case "deaf" -> {
                                while (System.getProperty("reseat.test.release") == null) {
                                    try { Thread.sleep(20); } catch (InterruptedException e) { }
                                }
                            }
                            default -> throw new IllegalArgumentException("no such act: " + act);
                        }
                    }
                }
            }
            """;

    private Crew() {}

    static PluginJar jar(String version) {
        return PluginJar.named("crew")
                .version(version)
                .source("crew.Factory", FACTORY.replace("VERSION", version))
                .factory("crew.Factory");
    }

    /** A file of a task of any version, with keys of the file and a config in flow style. */
    static String file(String keys, String config) {
        return file("crew", keys, config);
    }

    /** The same with a pin or a range. */
    static String file(String plugin, String keys, String config) {
        return "plugin: " + plugin + "\nschedule: every 20ms\n" + keys + "config: {" + config + "}\n";
    }
}
