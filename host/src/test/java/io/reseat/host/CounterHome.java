package io.reseat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import io.reseat.host.store.History;
import io.reseat.host.store.Past;
import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A home whose one task counts its cycles, checkpoints each count and then writes down that it did; for hosts that are
 * killed. A step waits where a file {@code hold-<step>-<message>} lies in the task's folder.
 */
final class CounterHome {
    static final TaskName TASK = new TaskName("counter");

    private static final Pattern COMMITTED = Pattern.compile("counter: committed, generation (\\d+)");

    private static final String FACTORY = """
            package counter;
            import io.reseat.api.*;
            import java.io.*;
            import java.nio.file.*;
            import java.util.*;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config(String message, Boolean fails, Boolean saves) {}
                public String type() { return "counter"; }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) throws Exception {
                    String code = new String(Factory.class.getResourceAsStream("/code.txt").readAllBytes(), "UTF-8");
                    Counter made = new Counter(config, context, code);
                    made.hold("create");
                    return made;
                }
                static final class Counter implements Task, Stateful, HealthCheck {
                    private final Config config;
                    private final TaskContext context;
                    private final String code;
                    private long count;
                    Counter(Config config, TaskContext context, String code) {
                        this.config = config;
                        this.context = context;
                        this.code = code;
                    }
                    public void restoreState(SavedState state) throws Exception {
                        hold("restore");
                        count = (Long) state.values().get("count");
                        write("restored");
                    }
                    public void start() throws Exception { hold("start"); }
                    public void run() throws Exception {
                        hold("run");
                        if (Boolean.TRUE.equals(config.fails())) throw new IOException("run was told to fail");
                        if (!Boolean.FALSE.equals(config.saves())) context.checkpoint(values(count + 1));
                        count++;
                        write("ran");
                        hold("ran");
                    }
                    public void check() throws Exception { hold("check"); }
                    public Map<String, Object> saveState() throws Exception {
                        hold("save");
                        return values(count);
                    }
                    private Map<String, Object> values(long count) {
                        return Map.of("count", count, "padding", "x".repeat(2000));
                    }
                    public void close() throws Exception { hold("close"); }
                    private void write(String what) throws IOException {
                        String line = what + " " + context.generation() + " " + code + " " + config.message() + " " + count + "\\n";
                        Path home = context.dataDirectory().getParent().getParent().getParent();
                        try (OutputStream out = new FileOutputStream(home.resolve("trail").toFile(), true)) {
                            out.write(line.getBytes("UTF-8"));
                        }
                    }
                    void hold(String step) throws Exception {
                        Path home = context.dataDirectory().getParent().getParent().getParent();
                        Path hold = home.resolve("hold-" + step + "-" + config.message());
                        if (!Files.exists(hold)) return;
                        Files.writeString(home.resolve("at-" + step + "-" + config.message()), "");
                        while (Files.exists(hold)) {
                            try { Thread.sleep(10); } catch (InterruptedException e) { }
                        }
                    }
                }
            }
            """;

    /** What lay in the plugins' folder and in the task's file at one time. */
    record Pair(String code, String message) {}

    private final Path root;
    private final Set<Pair> pairs = new LinkedHashSet<>();
    private Pair now = new Pair("none", "none");
    private boolean good;

    CounterHome(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("conf/tasks"));
        Files.createDirectories(root.resolve("plugins"));
        Files.writeString(
                root.resolve("conf/reseat.yaml"), "logging:\n  level: debug\nlimits:\n  build: 20s\ndrain: 1s\n");
        code("c0");
        config("m0");
    }

    Path root() {
        return root;
    }

    Path data() {
        return root.resolve("data");
    }

    /** What the files hold. */
    Pair now() {
        return now;
    }

    /** Whether the files hold what can run. */
    boolean good() {
        return good;
    }

    boolean everHeld(Pair pair) {
        return pairs.contains(pair);
    }

    /** Renames a JAR in that names itself so. */
    void code(String code) throws IOException {
        Path draft = root.resolve("draft.jar");
        PluginJar.named("counter")
                .source("counter.Factory", FACTORY)
                .factory("counter.Factory")
                .resource("code.txt", code)
                .writeTo(draft);
        pairs.add(new Pair(code, now.message()));
        Files.move(draft, root.resolve("plugins/counter.jar"), StandardCopyOption.ATOMIC_MOVE);
        now = new Pair(code, now.message());
    }

    /** Renames a file in that can run. */
    void config(String message) throws IOException {
        file(message, "message: " + message);
        good = true;
    }

    /** Renames a file in whose first cycle fails. */
    void failing(String message) throws IOException {
        file(message, "fails: true, message: " + message);
        good = false;
    }

    /** Renames a file in that cannot be read. */
    void unreadable(String message) throws IOException {
        file(message, "message: ${, " + message);
        good = false;
    }

    /** Renames a file in whose task keeps its count in its instance alone. */
    void unsaved(String message) throws IOException {
        file(message, "saves: false, message: " + message);
        good = true;
    }

    private void file(String message, String config) throws IOException {
        Path draft = Files.writeString(
                root.resolve("draft.yaml"),
                "plugin: counter\nschedule: every 5ms\nrestart: { backoff: 10ms }\n"
                        + "reload: { probation: 20ms }\nconfig: {" + config + "}\n");
        pairs.add(new Pair(now.code(), message));
        Files.move(
                draft,
                root.resolve("conf/tasks/" + TASK + ".yaml"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        now = new Pair(now.code(), message);
    }

    /** A step of the generation with this message waits until {@link #letGo}. */
    void hold(String step, String message) throws IOException {
        Files.writeString(root.resolve("hold-" + step + "-" + message), "");
    }

    /** Whether that step waits. */
    boolean held(String step, String message) {
        return Files.exists(root.resolve("at-" + step + "-" + message));
    }

    void letGo(String step, String message) throws IOException {
        Files.delete(root.resolve("hold-" + step + "-" + message));
    }

    /** The history that is on disk. */
    Past past() throws IOException {
        List<Problem> problems = new ArrayList<>();
        Past past = History.open(data().resolve("history"), problems::add).of(TASK);
        assertEquals(List.of(), problems);
        return past;
    }

    /** The generations that came through their probation, as the disk has it. */
    static List<Long> proved(Past past) {
        return numbers(past.generations().stream().filter(HistoryEntry::proved));
    }

    /** The generations that a host said to have committed. */
    static List<Long> committed(String output) {
        return COMMITTED
                .matcher(output)
                .results()
                .map(line -> Long.parseLong(line.group(1)))
                .toList();
    }

    /** The history on disk is whole, in order, and has all that was committed, or was there, before. */
    void checkHistory(Past before, String output) throws IOException {
        Past past = past();
        List<Long> numbers = numbers(past.generations().stream());
        long oldest = past.entries().size() < 100 ? 0 : numbers.get(numbers.size() - 1);
        Stream.concat(proved(before).stream(), committed(output).stream())
                .filter(number -> number >= oldest)
                .forEach(number -> assertTrue(proved(past).contains(number), () -> number + " is missing: " + past));
        assertEquals(numbers.stream().sorted(Comparator.reverseOrder()).toList(), numbers);
    }

    private static List<Long> numbers(Stream<HistoryEntry> entries) {
        return entries.map(HistoryEntry::generation).toList();
    }

    /** Nothing was damaged, and nothing half done was left behind. */
    void checkLeftovers() throws IOException {
        // the host runs, and renames what it writes: a walk may meet what is gone a moment later
        List<String> names = Awaitility.await()
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(this::names, found -> true);
        assertEquals(
                List.of(),
                names.stream().filter(name -> name.contains(".corrupt-")).toList());
        assertEquals(
                List.of(),
                names.stream()
                        .filter(name -> name.matches("store/\\.(staging|removed)-\\d+"))
                        .toList());
        long unfinished = names.stream().filter(name -> name.endsWith(".tmp")).count();
        assertTrue(unfinished <= 4, () -> "left behind: " + names);
        assertTrue(names.stream().noneMatch(name -> name.startsWith("scratch/")), () -> "left behind: " + names);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.walk(data())) {
            return all.map(path -> data().relativize(path).toString()).toList();
        }
    }
}
