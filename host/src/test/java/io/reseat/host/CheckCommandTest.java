package io.reseat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code reseat check} over real homes; each line that it prints is an operator's only hint. */
class CheckCommandTest {
    @TempDir
    Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private TestHome home;

    @BeforeEach
    void aHomeWithOnePlugin() throws IOException {
        home = new TestHome(temp.resolve("home"));
        home.plugin("actor.jar", TestHome.actor("1.0.0"));
    }

    private int check(String... options) {
        List<String> all = new ArrayList<>(List.of("check", "--home", home.root.toString()));
        all.addAll(Arrays.asList(options));
        String[] arguments = all.toArray(String[]::new);
        return Main.commandLine(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    /** One file of each kind that is wrong, beside one task that is well. */
    private void muchThatIsWrong() throws IOException {
        home.task("good", TestHome.actorFile("every 1h", "message: hi"));
        home.task("off", "plugin: actor\nenabled: false\nschedule: every 1h\n");
        home.task("broken", "plugin: actor\nschedul: every 1h\ntimeout: soon\n");
        home.task("misfit", TestHome.actorFile("every 1h", "message: hi, stateful: perhaps, colour: red"));
        home.task("lost", "plugin: nobody\nschedule: every 1h\n");
        home.task("typo", "plugin: actor\ntype: actress\nschedule: every 1h\n");
        home.task("bad name", "plugin: actor\nschedule: every 1h\n");
        byte[] whole = TestHome.actor("1.1.0").toBytes();
        Files.write(home.root.resolve("plugins/half.jar"), Arrays.copyOf(whole, whole.length / 2));
        home.plugin("boom.jar", boom());
        home.task("boom", "plugin: boom\nschedule: every 1h\n");
        home.plugin("none.jar", PluginJar.named("none").source("p.F", "package p; public final class F {}"));
    }

    private static PluginJar boom() {
        return PluginJar.named("boom").source("p.F", """
                package p;
                import io.reseat.api.*;
                public final class F implements TaskFactory<F.C> {
                    static { if (true) throw new IllegalStateException("boom"); }
                    public record C() {}
                    public String type() { return "p"; }
                    public Class<C> configType() { return C.class; }
                    public Task create(C config, TaskContext context) { return () -> {}; }
                }
                """).factory("p.F");
    }

    @Test
    void aHomeThatIsWellSaysWhatEachTaskWouldBeBuiltFrom() throws Exception {
        home.task("good", TestHome.actorFile("every 1h", "message: hi"));
        assertEquals(0, check(), err.toString());
        assertEquals(List.of("ok     good: first build, from actor@1.0.0", "1 task checked, all well"), lines());
    }

    @Test
    void allProblemsOfAllFilesAreShownAtOnceWithTheirPlaces() throws Exception {
        muchThatIsWrong();
        assertEquals(1, check(), err.toString());
        assertEquals("""
                WRONG  boom: conf/tasks/boom.yaml: finding the task type failed: plugin boom@1.0.0#1 cannot give its factories: \
                Provider p.F could not be instantiated: a static initialiser failed: java.lang.IllegalStateException: boom
                WRONG  broken: conf/tasks/broken.yaml:1:1: missing key 'schedule'; write for example 'schedule: every 3s'
                WRONG  broken: conf/tasks/broken.yaml:2:1: unknown key 'schedul'; did you mean 'schedule'?
                WRONG  broken: conf/tasks/broken.yaml:3:10: 'timeout': 'soon' is no duration; \
                write for example 250ms, 3s, 5m, 2h, 1d or PT1M30S
                ok     good: first build, from actor@1.0.0
                WRONG  lost: waits for plugin nobody; there are: actor, boom
                WRONG  misfit: conf/tasks/misfit.yaml:3:33: 'stateful': 'perhaps' is no 'true' or 'false'
                WRONG  misfit: conf/tasks/misfit.yaml:3:42: unknown key 'colour'; \
                known are message, create, start, run, close, save, restore, stateful, in-place, reconfigure
                ok     off: enabled: false
                WRONG  typo: conf/tasks/typo.yaml: finding the task type failed: \
                plugin actor@1.0.0#1 has no task type 'actress', only actor
                WRONG  plugins/none.jar: it has no META-INF/services/io.reseat.api.TaskFactory: \
                that file needs a line with the name of the class that implements io.reseat.api.TaskFactory
                WRONG  conf/tasks/bad name.yaml: task name 'bad name' must consist of letters, digits, '_', '.' and '-'; \
                rename the file
                WRONG  plugins/half.jar: it does not end as a JAR does (no end-of-central-directory record); \
                it is still being written, or was copied in part and is to be copied again
                7 tasks checked, see above
                """, out.toString());
    }

    @Test
    void jsonSaysTheSameInFields() throws Exception {
        muchThatIsWrong();
        assertEquals(1, check("--json"), err.toString());
        JsonNode report = JsonMapper.shared().readTree(out.toString());
        assertFalse(report.get("ok").asBoolean());
        Map<String, String> actions = new TreeMap<>();
        report.get("tasks")
                .forEach(task -> actions.put(
                        task.get("task").asString(),
                        task.get("action").asString() + " "
                                + task.get("problems").size()));
        assertEquals(
                "{boom=refuse 0, broken=refuse 3, good=start 0, lost=wait 0, misfit=refuse 2, off=disable 0, typo=refuse 0}",
                actions.toString());
        assertEquals(3, report.get("problems").size(), out.toString());
        assertEquals(
                "conf/tasks/broken.yaml:2:1: unknown key 'schedul'; did you mean 'schedule'?",
                report.at("/tasks/1/problems/1").asString());
    }

    @Test
    void jsonOfAHomeThatIsWellIsOk() throws Exception {
        home.task("good", TestHome.actorFile("every 1h", "message: hi"));
        assertEquals(0, check("--json"), err.toString());
        assertEquals(
                "{\"ok\":true,\"tasks\":[{\"task\":\"good\",\"action\":\"start\","
                        + "\"reason\":\"first build, from actor@1.0.0\",\"swap\":\"\",\"details\":[],\"problems\":[]}],\"problems\":[]}",
                out.toString().strip());
    }

    @Test
    void aBrokenFileOfTheHostsSettingsIsAProblemAsAnyOther() throws Exception {
        home.settings("lgging: 1\ndrain: soon\n");
        assertEquals(1, check(), err.toString());
        assertEquals("WRONG  conf/reseat.yaml:1:1: unknown key 'lgging'; did you mean 'logging'?", lines().get(0));
        assertTrue(
                lines().get(1).startsWith("WRONG  conf/reseat.yaml:2:8: 'drain': 'soon' is no duration;"),
                out.toString());
        out.getBuffer().setLength(0);
        assertEquals(1, check("--json"), err.toString());
        assertEquals(
                2, JsonMapper.shared().readTree(out.toString()).get("problems").size());
    }

    @Test
    void missingFoldersAreProblemsAndAMissingHomeHasARemedy() throws Exception {
        Files.delete(home.root.resolve("plugins/actor.jar"));
        Files.delete(home.root.resolve("plugins"));
        assertEquals(1, check());
        assertEquals(List.of("WRONG  plugins: the folder is missing", "0 tasks checked, see above"), lines());
        home = new TestHome(temp.resolve("other"));
        Path nothing = temp.resolve("nothing");
        assertEquals(
                1,
                Main.commandLine("check")
                        .setErr(new PrintWriter(err, true))
                        .execute("check", "--home", nothing.toString()));
        assertTrue(err.toString().contains("make a home with: reseat init --home " + nothing), err.toString());
    }

    @Test
    void nothingIsWrittenIntoTheHomeAndNoTaskIsCreated() throws Exception {
        muchThatIsWrong();
        Map<String, String> before = content(home.root);
        check();
        assertEquals(before, content(home.root));
        assertEquals(List.of(), List.copyOf(home.events));
    }

    private static Map<String, String> content(Path root) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                String time = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
                        .toString();
                boolean file = Files.isRegularFile(path);
                content.put(path.toString(), time + (file ? Arrays.hashCode(Files.readAllBytes(path)) : ""));
            }
        }
        return content;
    }
}
