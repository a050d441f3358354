package io.reseat.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostFileTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PASSWORD", "hunter2", "ALL", "sftp://me:hunter2@host/plugins");

    @TempDir
    Path home;

    @Test
    void aFileWithoutKeysGivesTheDefaults() {
        assertEquals(HostSettings.defaults(home), good("# nothing said\n"));
        assertEquals(HostSettings.defaults(home), good(""));
        assertEquals(
                home.resolve("conf/tasks"), HostSettings.defaults(home).tasks().path());
    }

    @Test
    void aFileThatSaysEverythingIsTakenAsItIs() {
        HostSettings settings = good("""
                plugins: lib/plugins
                tasks: /srv/tasks
                known-hosts: conf/known_hosts
                rescan: 5m
                remote-rescan: 500ms
                trust: [abc, def]
                deletion-grace: 0s
                quiet: { config: 10ms, plugins: 1s }
                drain: 1m
                limits: { build: 5s, quarantined: 7, state: 64KiB, state-interval: 2m }
                logging:
                  level: off
                  levels: { io.reseat: debug, com.zaxxer: warn }
                  file-size: 1MiB
                  keep: 3
                  console: false
                """);
        assertEquals(home.resolve("lib/plugins"), settings.plugins().path());
        assertEquals("lib/plugins", settings.plugins().shown());
        assertEquals(Path.of("/srv/tasks"), settings.tasks().path());
        assertEquals(Optional.of(home.resolve("conf/known_hosts")), settings.knownHosts());
        assertEquals(Duration.ofMinutes(5), settings.rescan());
        assertEquals(Duration.ofMillis(500), settings.remoteRescan());
        assertEquals(List.of("abc", "def"), settings.trust());
        assertEquals(Duration.ZERO, settings.deletionGrace());
        assertEquals(new HostSettings.Quiet(Duration.ofMillis(10), Duration.ofSeconds(1)), settings.quiet());
        assertEquals(Duration.ofMinutes(1), settings.drain());
        assertEquals(
                new HostSettings.Limits(Duration.ofSeconds(5), 7, 64 << 10, Duration.ofMinutes(2)), settings.limits());
        assertEquals(
                new HostSettings.Logging(
                        LogLevel.OFF,
                        Map.of("io.reseat", LogLevel.DEBUG, "com.zaxxer", LogLevel.WARN),
                        1 << 20,
                        3,
                        false),
                settings.logging());
    }

    @Test
    void theCommentedFileOfTheDistributionNamesEveryDefault() throws IOException {
        Path shipped = Path.of("..", "conf", "reseat.yaml");
        String text = Files.readString(shipped);
        assertEquals(HostSettings.defaults(home), good(text));
        String uncommented = text.lines()
                .map(line -> line.replaceFirst("^#(?=[a-z]| {2}[a-z])", ""))
                .collect(Collectors.joining("\n"));
        assertFalse(uncommented.equals(text));
        assertEquals(HostSettings.defaults(home), good(uncommented));
        for (String key : List.of(
                "plugins",
                "tasks",
                "known-hosts",
                "rescan",
                "remote-rescan",
                "trust",
                "deletion-grace",
                "quiet",
                "drain",
                "limits",
                "logging")) {
            assertTrue(text.contains("\n#" + key + ":") || text.contains("\n# " + key + ":"), key);
        }
    }

    @Test
    void aPasswordFromAVariableIsNotShown() {
        HostSettings settings = good("plugins: sftp://me:${PASSWORD}@host/plugins\nknown-hosts: k\n");
        assertEquals("sftp://me:hunter2@host/plugins", settings.plugins().target());
        assertEquals("sftp://me:${PASSWORD}@host/plugins", settings.plugins().toString());
        assertEquals("sftp", settings.plugins().scheme());
        assertFalse(settings.toString().contains("hunter2"), settings.toString());
        assertEquals(
                "${ALL}", good("plugins: ${ALL}\nknown-hosts: k\n").plugins().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sftp://me:hunter2@host/p",
                "sftp://me:${PASSWORD}x@host/p",
                "sftp://me:pass/hunter2@host/p",
                "webdav4://me:hunter2@host/p",
            })
    void aPasswordThatStandsInTheFileIsRefusedAndNotRepeated(String uri) {
        List<String> problems = problems("plugins: " + uri + "\n");
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith("r.yaml:1:10: 'plugins': a password stands in the URI"), problems.get(0));
        assertFalse(problems.get(0).contains("hunter2"), problems.get(0));
    }

    @Test
    void whatIsNoCredentialMayLookLikeOne() {
        assertEquals(
                "sftp",
                good("plugins: sftp://host:22/a@b\nknown-hosts: k\n").plugins().scheme());
        assertEquals("ram", good("plugins: 'ram:///plugins'\n").plugins().scheme());
        assertEquals(
                Path.of("/srv/p"), good("plugins: file:///srv/p\n").plugins().path());
    }

    @Test
    void aPlainProtocolNeedsSignedPlugins() {
        assertEquals(
                List.of("r.yaml:1:10: 'plugins': what comes by plain http can be changed on its way; use sftp or https,"
                        + " or list public keys under 'trust:'"),
                problems("plugins: http://host/p\n"));
        assertEquals(
                "http", good("plugins: http://host/p\ntrust: [key]\n").plugins().scheme());
        assertEquals(
                List.of("r.yaml:1:8: 'tasks': what comes by plain ftp can be changed on its way; use sftp or https"),
                problems("tasks: ftp://host/p\ntrust: [key]\n"));
    }

    @Test
    void sftpNeedsKnownHosts() {
        assertEquals(
                List.of("r.yaml:1:1: missing key 'known-hosts'; write for example 'known-hosts: conf/known_hosts'"),
                problems("plugins: sftp://host/p\n"));
    }

    @Test
    void aSchemeInsideOfAnotherCountsToo() {
        String missing = "r.yaml:1:1: missing key 'known-hosts'; write for example 'known-hosts: conf/known_hosts'";
        assertEquals(List.of(missing), problems("plugins: zip:sftp://host/p.zip\n"));
        assertEquals(List.of(missing), problems("tasks: tar:gz:SFTP://host/t.tgz\n"));
        assertEquals(List.of(), problems("plugins: zip:sftp://host/p.zip\nknown-hosts: k\n"));
        assertEquals(
                List.of("r.yaml:1:8: 'tasks': what comes by plain http can be changed on its way; use sftp or https"),
                problems("tasks: zip:http://host/t.zip\n"));
    }

    @Test
    void moreThanAHundredProblemsAreCounted() {
        String bad = IntStream.range(0, 250).mapToObj(i -> "bad" + i + ": 1\n").collect(Collectors.joining());
        List<String> problems = problems(bad);
        assertEquals(101, problems.size());
        assertEquals("r.yaml: and 150 more problems; correct these first", problems.get(100));
        assertEquals(
                100,
                problems(IntStream.range(0, 100)
                                .mapToObj(i -> "b" + i + ": 1\n")
                                .collect(Collectors.joining()))
                        .size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rescan: 10ms | r.yaml:1:9: 'rescan': '10ms' is too short; the least is 1s",
                "remote-rescan: 10ms | r.yaml:1:16: 'remote-rescan': '10ms' is too short; the least is 100ms",
                "quiet: { config: -PT1S } | r.yaml:1:18: 'quiet.config': '-PT1S' is too short; the least is 0s",
                "quiet: { conf: 1s } | r.yaml:1:10: unknown key 'quiet.conf'; did you mean 'config'?",
                "logging: { level: loud } | r.yaml:1:19: 'logging.level': 'loud' is not one of off, error, warn, info, debug, trace",
                "logging: { levels: { a: b } } | r.yaml:1:25: 'logging.levels.a': 'b' is not one of off, error, warn, info, debug, trace",
                "logging: { keep: 0 } | r.yaml:1:18: 'logging.keep': '0' is no whole number from 1 to 1000",
                "logging: { file-size: 1k } | r.yaml:1:23: 'logging.file-size': '1k' is too small; the least is 64KiB",
                "trust: key | r.yaml:1:8: 'trust' must be a list",
                "jmx: { port: 1 } | r.yaml:1:1: remove it, local tools find the host without it: 'jmx' is not built yet",
                "http: {} | r.yaml:1:1: remove it: 'http' is not built yet",
                "plugin: p | r.yaml:1:1: unknown key 'plugin'; did you mean 'plugins'?",
                "plugins: sftp:a^b | r.yaml:1:10: 'plugins': 'sftp:a^b' is no valid URI; special characters of a password are written as %40",
            })
    void aBadSettingIsNamedWithItsPlaceAndTheRemedy(String line, String problem) {
        assertEquals(List.of(problem), problems(line + "\n"));
    }

    private HostSettings good(String text) {
        Parsed<HostSettings> parsed = parse(text);
        return parsed.value().orElseThrow(() -> new AssertionError(parsed.problems()));
    }

    private List<String> problems(String text) {
        return parse(text).problems().stream().map(Problem::toString).toList();
    }

    private Parsed<HostSettings> parse(String text) {
        return new HostFile(ENVIRONMENT::get, home).parse("r.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
