package io.reseat.host;

import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;

import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.TaskName;
import io.reseat.host.testing.PluginJar;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that says {@code ready()} before the host has it in place, and never again. */
class ReadyAtOnceTest {
    private static final TaskName ONE = new TaskName("one");

    private static final String EAGER = """
            package eager;
            import io.reseat.api.*;
            import java.util.*;
            import java.util.concurrent.CountDownLatch;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config(String message) {}
                public String type() { return "eager"; }
                public Set<Swap> swaps() { return EnumSet.allOf(Swap.class); }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) {
                    return new Task() {
                        @SuppressWarnings("unchecked")
                        public void start() throws Exception {
                            context.ready();
                            ((Queue<String>) System.getProperties().get("reseat.test.events")).add(config.message() + " is ready");
                            ((CountDownLatch) System.getProperties().get("reseat.test.gate")).await();
                        }
                        public void run() throws Exception { context.sleep(java.time.Duration.ofHours(1)); }
                    };
                }
            }
            """;

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void start() throws Exception {
        home = new TestHome(folder);
        home.plugin(
                "eager.jar",
                PluginJar.named("eager")
                        .version("1.0.0")
                        .source("eager.Factory", EAGER)
                        .factory("eager.Factory"));
        home.start();
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"replace", "overlap"})
    void whatWasSaidBeforeTheSwapCounts(String swap) throws Exception {
        for (int generation = 1; generation <= 2; generation++) {
            CountDownLatch gate = new CountDownLatch(1);
            System.getProperties().put("reseat.test.gate", gate);
            home.task(
                    "one",
                    "plugin: eager\nschedule: service\nreload: { swap: " + swap
                            + ", probation: 1ms }\nconfig: { message: m" + generation + " }\n");
            String ready = "m" + generation + " is ready";
            await().until(() -> home.happened(ready));
            done(home.control().plan()); // which the owner thread answers after it has heard that
            gate.countDown();
            awaitProved(generation);
        }
    }

    private void awaitProved(long generation) {
        await().until(() -> {
            List<HistoryEntry> past = done(home.control().history(ONE));
            return past.stream().anyMatch(entry -> entry.generation() == generation && entry.proved());
        });
    }
}
