package io.reseat.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hundred tasks of one JAR that is replaced: none is missed or reloaded twice, and what fails in some holds up none. */
class OneJarOfManyTasksTest {
    private static final Duration LONG = Duration.ofMinutes(2); // a loaded machine
    private static final int TASKS = 100;

    /** What goes wrong with the new JAR, in a few of the tasks that are not the last. */
    private static final Map<Integer, String> TROUBLE = Map.of(
            3, "create: { \"2.0.0\": throw }",
            17, "create: { \"2.0.0\": hang }",
            18, "create: { \"2.0.0\": hang }",
            19, "create: { \"2.0.0\": hang }",
            20, "create: { \"2.0.0\": hang }",
            41, "create: { \"2.0.0\": error }",
            42, "run: { \"2.0.0\": throw }",
            60, "run: { \"1.0.0\": deaf }");

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new TestHome(folder);
        home.plugin("crew.jar", Crew.jar("1.0.0"));
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plugin", "task"})
    void allGoToTheNewOneAndErrorsOfSomeHoldUpNone(String isolation) throws Exception {
        for (int i = 0; i < TASKS; i++) {
            String trouble = TROUBLE.containsKey(i) ? ", " + TROUBLE.get(i) : "";
            home.task(name(i), Crew.file(keys(isolation), "message: " + name(i) + trouble));
        }
        home.start();
        await().atMost(LONG)
                .until(() -> Stream.iterate(0, i -> i + 1)
                        .limit(TASKS)
                        .allMatch(i -> home.happened("1.0.0 " + name(i) + "#1 run")));
        home.plugin("crew.jar", Crew.jar("2.0.0"));
        await().atMost(LONG).until(() -> ranOn("2.0.0").size() == TASKS - 6); // not where create fails
        await().atMost(LONG).until(() -> home.happened("1.0.0 t042#3 run"));
        await().atMost(LONG).until(() -> refused() == 6);
        await().untilAsserted(() -> assertEquals(expected(), standing()));
        await().until(() -> reloads().size() == TASKS - 6);
        Map<String, Long> reloads = reloads();
        assertTrue(reloads.values().stream().allMatch(count -> count == 1), reloads::toString);
    }

    private static String name(int i) {
        return String.format("t%03d", i);
    }

    private static String keys(String isolation) {
        return "isolation: " + isolation + "\nreload: { probation: 1h, drain: 100ms }\n";
    }

    private List<String> ranOn(String version) {
        return home.events.stream()
                .filter(event -> event.startsWith(version) && event.endsWith("#2 run"))
                .distinct()
                .toList();
    }

    private long refused() {
        return home.control().lastReports(1000).stream()
                .filter(report -> report.outcome() == ReloadReport.Outcome.REFUSED)
                .map(ReloadReport::task)
                .distinct()
                .count();
    }

    /** How often each task was swapped to another generation, but for the one that was rolled back. */
    private Map<String, Long> reloads() {
        return home.control().lastReports(1000).stream()
                .filter(report -> report.outcome() == ReloadReport.Outcome.RELOADED)
                .collect(Collectors.groupingBy(report -> report.task().value(), TreeMap::new, Collectors.counting()));
    }

    private Map<String, String> standing() {
        return home.status().tasks().stream()
                .collect(Collectors.toMap(
                        task -> task.name().value(), OneJarOfManyTasksTest::standing, (a, b) -> a, TreeMap::new));
    }

    private static String standing(TaskStatus task) {
        return task.artifact().orElseThrow().version() + " " + task.label();
    }

    private static Map<String, String> expected() {
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < TASKS; i++) {
            String trouble = TROUBLE.getOrDefault(i, "");
            expected.put(name(i), trouble.startsWith("create") ? "1.0.0 1" : i == 42 ? "1.0.0 3 (from 1)" : "2.0.0 2");
        }
        return expected;
    }
}
