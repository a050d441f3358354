package io.reseat.host;

import io.reseat.host.testing.PluginJar;

/**
 * A plugin of one task that has state, takes another config in place, and does in each step what its config says. It writes
 * down what happened where {@link TestHome} does: {@code message#generation step}.
 */
final class Keeper {
    private static final String FACTORY = """
            package keeper;
            import io.reseat.api.*;
            import java.util.*;
            import java.util.concurrent.CountDownLatch;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config(String message, Integer version, Integer size, String run, String save,
                        String check, String reconfigure, @Secret String password) {}
                public String type() { return "keeper"; }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) throws Exception {
                    Keeper made = new Keeper(config, context);
                    made.tell("create");
                    return made;
                }
                static final class Keeper implements Task, Stateful, Reconfigurable<Config>, HealthCheck {
                    private final TaskContext context;
                    private volatile Config config;
                    private volatile long cycles;
                    private volatile long checks;
                    Keeper(Config config, TaskContext context) { this.config = config; this.context = context; }
                    public void start() { tell("start " + context.fenceToken()); }
                    public void run() throws Exception { cycles++; act("run", config.run()); }
                    public void close() { tell("close"); }
                    public void check() throws Exception { act("check", config.check()); }
                    public int stateVersion() { return config.version() == null ? 1 : config.version(); }
                    public Map<String, Object> saveState() throws Exception {
                        act("save", config.save());
                        Map<String, Object> state = new HashMap<>();
                        state.put("from", config.message());
                        state.put("cycles", cycles);
                        if (config.size() != null) state.put("padding", "x".repeat(config.size()));
                        return state;
                    }
                    public void restoreState(SavedState state) throws Exception {
                        if (state.stateVersion() > stateVersion())
                            throw new IllegalArgumentException("version " + state.stateVersion() + " is not known");
                        if (String.valueOf(state.values().get("from")).startsWith("checkpoint of wrong"))
                            throw new IllegalArgumentException("that is wrong");
                        cycles = (Long) state.values().getOrDefault("cycles", 0L);
                        tell("restore " + state.values().get("from"));
                    }
                    public void reconfigure(Config next) throws Exception {
                        act("reconfigure to " + next.message(), next.reconfigure());
                        config = next;
                    }
                    @SuppressWarnings("unchecked")
                    void tell(String step) {
                        ((Queue<String>) System.getProperties().get("reseat.test.events"))
                                .add(config.message() + "#" + context.generation() + " " + step);
                    }
                    void act(String step, String what) throws Exception {
                        tell(step);
                        if (what == null) return;
                        switch (what) {
                            case "throw" -> throw new java.io.IOException(step + " was told to throw");
                            case "gate" -> ((CountDownLatch) System.getProperties().get("reseat.test.gate")).await();
                            case "deaf" -> {
                                while (System.getProperty("reseat.test.release") == null) {
                                    try { Thread.sleep(20); } catch (InterruptedException e) { }
                                }
                            }
                            case "throw-second" -> {
                                if (++checks == 2) throw new java.io.IOException(step + " was told to throw");
                            }
                            case "checkpoint" -> context.checkpoint(Map.of("from", "checkpoint of " + config.message()));
                            case "checkpoint, throw" -> {
                                context.checkpoint(Map.of("from", "checkpoint of " + config.message()));
                                throw new java.io.IOException(step + " was told to throw");
                            }
                            case "ready" -> { context.ready(); context.sleep(java.time.Duration.ofHours(1)); }
                            case "ready, die" -> { context.ready(); throw new java.io.IOException(step + " was told to die"); }
                            default -> throw new IllegalArgumentException("no such act: " + what);
                        }
                    }
                }
            }
            """;

    private Keeper() {}

    static PluginJar jar() {
        return PluginJar.named("keeper")
                .version("1.0.0")
                .source("keeper.Factory", FACTORY)
                .factory("keeper.Factory");
    }

    /** A file of a task with a schedule and a config in flow style. */
    static String file(String schedule, String config) {
        return "plugin: keeper\nschedule: " + schedule + "\nconfig: {" + config + "}\n";
    }
}
