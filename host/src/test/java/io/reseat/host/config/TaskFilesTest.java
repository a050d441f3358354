package io.reseat.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Isolation;
import io.reseat.host.model.Missed;
import io.reseat.host.model.PluginRef;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadPolicy;
import io.reseat.host.model.RestartPolicy;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.SwapKind;
import io.reseat.host.model.TaskSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskFilesTest {
    @TempDir
    Path home;

    private TaskFileFixture files;

    @BeforeEach
    void makeFixture() {
        files = new TaskFileFixture(home);
    }

    @Test
    void aFileThatSaysEverythingIsTakenAsItIs() {
        TaskSpec spec = files.yaml("""
                        plugin: heartbeat@1.x
                        type: beat
                        enabled: false
                        schedule: every 3s
                        missed: skip
                        timeout: 30s
                        runner: thread
                        isolation: plugin
                        reload:  { swap: overlap, drain: 20s, probation: 5s, rollback: false }
                        restart: { backoff: 2s..3m, rebuild-after: 7, give-up: 5 in 10m }
                        config:
                          message: hi
                        """).value().orElseThrow();
        assertEquals(PluginRef.parse("heartbeat@1.x"), spec.plugin());
        assertEquals(Optional.of("beat"), spec.type());
        assertEquals(false, spec.enabled());
        assertEquals(new Schedule.Every(Duration.ofSeconds(3)), spec.schedule());
        assertEquals(Missed.SKIP, spec.missed());
        assertEquals(Optional.of(Duration.ofSeconds(30)), spec.timeout());
        assertEquals(RunnerKind.THREAD, spec.runner());
        assertEquals(Isolation.PLUGIN, spec.isolation());
        assertEquals(
                new ReloadPolicy(SwapKind.OVERLAP, Duration.ofSeconds(20), Duration.ofSeconds(5), false),
                spec.reload());
        assertEquals(
                new RestartPolicy(
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(3),
                        7,
                        Optional.of(new RestartPolicy.GiveUp(5, Duration.ofMinutes(10)))),
                spec.restart());
        assertEquals("message: hi\n", spec.shownConfig());
    }

    @Test
    void aFileThatSaysLittleGetsTheDefaults() {
        TaskSpec spec = files.yaml("plugin: p\nschedule: once\n").value().orElseThrow();
        assertEquals(Optional.empty(), spec.type());
        assertTrue(spec.enabled());
        assertEquals(Missed.ONCE, spec.missed());
        assertEquals(Optional.empty(), spec.timeout());
        assertEquals(Isolation.TASK, spec.isolation());
        assertEquals(ReloadPolicy.DEFAULT, spec.reload());
        assertEquals(RestartPolicy.DEFAULT, spec.restart());
        assertEquals(List.of(), spec.config().entries());
        assertEquals("{}\n", spec.shownConfig());
    }

    @Test
    void jsonSaysTheSameAsYaml() {
        TaskSpec yaml = files.good("a: 1", "b: [x, 1.5, true, null]", "c: { d: '1' }");
        TaskSpec json = files.json("{\"plugin\": \"p\", \"schedule\": \"once\",\n"
                        + " \"config\": {\"c\": {\"d\": \"1\"}, \"b\": [\"x\", 1.5, true, null], \"a\": 1}}")
                .value()
                .orElseThrow();
        assertEquals(yaml.configDigest(), json.configDigest());
        assertEquals(yaml.schedule(), json.schedule());
    }

    @Test
    void allProblemsOfAFileAreToldAtOnceInItsOrder() {
        assertEquals(
                List.of(
                        "t.yaml:1:1: missing key 'plugin'; write for example 'plugin: heartbeat'",
                        "t.yaml:1:1: unknown key 'plugn'; did you mean 'plugin'?",
                        "t.yaml:2:11: 'schedule': '3' is no duration; write for example 250ms, 3s, 5m, 2h, 1d or PT1M30S",
                        "t.yaml:3:10: 'enabled': 'yes' is neither true nor false",
                        "t.yaml:4:27: 'restart.rebuild-after': '1.5' is no whole number from 1 to 2147483647",
                        "t.yaml:5:11: unknown key 'reload.drian'; did you mean 'drain'?",
                        "t.yaml:6:10: 'timeout': 'soon' is no duration; write for example 250ms, 3s, 5m, 2h, 1d or PT1M30S"),
                files.problemsOf("""
                        plugn: p
                        schedule: every 3
                        enabled: yes
                        restart: { rebuild-after: 1.5 }
                        reload: { drian: 1s }
                        timeout: soon
                        """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeout: 0s | 'timeout': '0s' is too short; the least is 1ms",
                "timeout: -PT1S | 'timeout': '-PT1S' is too short; the least is 1ms",
                "missed: twice | 'missed': 'twice' is not one of once, skip",
                "isolation: | 'isolation' has no value; give it one, or remove the key",
                "type: [a] | 'type' must be a single value",
                "type: a/b | 'type': 'a/b' is no task type; its name consists of letters, digits, '_', '.' and '-'",
                "reload: fast | 'reload' must have keys of its own, as in reload: { … }",
                "config: text | 'config' must have keys of its own, below it and indented",
                "config: [1] | 'config' must have keys of its own, below it and indented",
                "restart: { give-up: 0 in 1m } | 'restart.give-up': '0 in 1m' needs at least one failure and a time longer than 0",
                "restart: { give-up: soon } | 'restart.give-up': 'soon' is neither 'never' nor a rate such as '5 in 10m'",
                "restart: { backoff: 1m..1s } | 'restart.backoff': '1m..1s' must go from a short to a longer time, such as 1s..1m, both longer than 0",
                "restart: { rebuild-after: 0 } | 'restart.rebuild-after': '0' is no whole number from 1 to 2147483647",
                "reload: { swap: hot } | 'reload.swap': 'hot' is not one of replace, overlap",
            })
    void aBadValueIsNamedWithItsPlaceAndTheRemedy(String line, String message) {
        List<Problem> problems =
                files.yaml("plugin: p\nschedule: once\n" + line + "\n").problems();
        assertEquals(List.of(message), problems.stream().map(Problem::message).toList());
        assertEquals(3, problems.get(0).place().line());
        assertTrue(problems.get(0).place().column() > 1, problems.toString());
    }

    @Test
    void aServiceTakesNoTimeout() {
        assertEquals(
                List.of(
                        "t.yaml:3:10: 'timeout': a service has none, because its cycle ends when it is told to; remove it"),
                files.problemsOf("plugin: p\nschedule: service\ntimeout: 3s\n"));
    }

    @Test
    void aBackoffOfOneTimeStaysThere() {
        RestartPolicy restart = files.yaml("plugin: p\nschedule: once\nrestart: { backoff: 5s, give-up: never }\n")
                .value()
                .orElseThrow()
                .restart();
        assertEquals(Duration.ofSeconds(5), restart.firstBackoff());
        assertEquals(Duration.ofSeconds(5), restart.longestBackoff());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron \"0 3 * * *\" Europe/Berlin | 0 3 * * * | Europe/Berlin",
                "cron '*/5 * * * MON-FRI' UTC | */5 * * * MON-FRI | UTC",
                "cron \"0 0/10 * * * *\" +02:00 | 0 0/10 * * * * | +02:00",
            })
    void aCronScheduleHasAnExpressionAndAZone(String text, String expression, String zone) {
        TaskSpec spec =
                files.yaml("plugin: p\nschedule: " + text + "\n").value().orElseThrow();
        assertEquals(new Schedule.Cron(expression, ZoneId.of(zone)), spec.schedule());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "every 0s",
                "every -PT1S",
                "every",
                "delay",
                "sometimes",
                "cron 0 3 * * *",
                "cron \"0 3 * *\"",
                "cron \"0 25 * * *\"",
                "cron \"0 3 * * * * *\"",
                "cron \"0 0 30 2 *\"",
                "cron \"0 3 * * *\" Europe/Bonn",
                "cron \"\"",
                "Once",
            })
    void aBadScheduleIsRefusedAtItsPlace(String schedule) {
        List<Problem> problems =
                files.yaml("plugin: p\nschedule: '" + schedule + "'\n").problems();
        assertEquals(1, problems.size(), problems.toString());
        assertEquals("t.yaml:2:11", problems.get(0).place().toString());
    }

    @Test
    void theOtherSchedulesAreTaken() {
        assertEquals(new Schedule.Continuous(), schedule("continuous"));
        assertEquals(new Schedule.Once(), schedule("once"));
        assertEquals(new Schedule.Service(), schedule("service"));
        assertEquals(new Schedule.Delay(Duration.ofMillis(250)), schedule("delay 250ms"));
        assertEquals(new Schedule.Every(Duration.ofMinutes(90)), schedule("every PT1H30M"));
    }

    @Test
    void aCommentOrAnotherOrderOfKeysLeavesTheConfigDigestAlone() {
        TaskSpec one = files.good("a: 1", "b: { c: x, d: y }");
        TaskSpec other = files.good("# a comment", "b: { d: y,   c: x } # another", "", "a: 1");
        assertEquals(one.configDigest(), other.configDigest());
    }

    @Test
    void whatAConfigMeansIsInItsDigest() {
        Set<Object> digests = Set.of(
                files.good("a: 1").configDigest(),
                files.good("a: '1'").configDigest(),
                files.good("a: 2").configDigest(),
                files.good("b: 1").configDigest(),
                files.good("a: [1]").configDigest(),
                files.good("a: [[1]]").configDigest(),
                files.good("a: [1, 2]").configDigest(),
                files.good("a: [12]").configDigest(),
                files.good("a: { a: 1 }").configDigest(),
                files.good("a: ''").configDigest(),
                files.good("a:").configDigest());
        assertEquals(11, digests.size());
    }

    @Test
    void theDigestNeedsTheKeyOfTheHome() {
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        TaskFiles elsewhere = new TaskFiles(name -> null, otherKey, home);
        byte[] content =
                "plugin: p\nschedule: once\nconfig:\n  a: 1\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertNotEquals(
                files.good("a: 1").configDigest(),
                elsewhere
                        .parse("t.yaml", TaskFileFixture.NAME, content)
                        .value()
                        .orElseThrow()
                        .configDigest());
    }

    @Test
    void theShownConfigIsYamlThatMeansTheSame() {
        TaskSpec spec = files.good(
                "text: 'two",
                "",
                "  lines'",
                "list: [a, '1', 1, { x: y, z: [] }, [b, [c]], '', '#', 'a: b', ' padded ', 'null', \"\\u0007\"]",
                "empty: {}",
                "nothing:",
                "deep: { er: { est: 0x1F } }");
        TaskSpec again = files.good(spec.shownConfig().split("\n"));
        assertEquals(spec.configDigest(), again.configDigest(), spec.shownConfig());
        assertEquals(spec.shownConfig(), again.shownConfig());
    }

    private Schedule schedule(String text) {
        return files.yaml("plugin: p\nschedule: " + text + "\n")
                .value()
                .orElseThrow()
                .schedule();
    }
}
