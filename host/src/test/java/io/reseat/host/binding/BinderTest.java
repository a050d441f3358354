package io.reseat.host.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.reseat.api.SecretValue;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinderTest {
    @TempDir
    Path home;

    private ConfigText config;

    @BeforeEach
    void makeBinder() {
        config = new ConfigText(home, Map.of("PORT", "8080"));
    }

    enum Speed {
        SLOW,
        VERY_FAST,
        @JsonProperty("as-it-comes")
        ANY
    }

    record Everything(
            String text,
            int whole,
            long bytes,
            double fraction,
            float small,
            boolean flag,
            char letter,
            Integer boxed,
            BigDecimal money,
            Duration pause,
            Path folder,
            Path absolute,
            URI address,
            Instant moment,
            LocalTime time,
            ZoneId zone,
            Speed speed,
            SecretValue password,
            Optional<String> maybe,
            Optional<Duration> never,
            List<Integer> numbers,
            Set<String> words,
            Map<String, Duration> pauses,
            Map<Speed, List<String>> bySpeed,
            int[] array,
            Object anything) {}

    @Test
    void everyTypeThatADocumentNamesIsBound() {
        Everything bound = config.bind(
                Everything.class,
                "text: 1.10",
                "whole: 0x1F",
                "bytes: 64MiB",
                "fraction: 1.5",
                "small: 2",
                "flag: true",
                "letter: x",
                "boxed: ${PORT}",
                "money: 12.340",
                "pause: 250ms",
                "folder: data/../in",
                "absolute: /tmp/x",
                "address: http://localhost:80/a?b=c",
                "moment: 2026-11-23T08:00:00Z",
                "time: '08:30'",
                "zone: Europe/Berlin",
                "speed: very-fast",
                "password: s3cret",
                "maybe: here",
                "numbers: [1, 2]",
                "words: [b, a, b]",
                "pauses: { x: 1s, y: PT2M }",
                "by-speed: { slow: [a] }",
                "array: [3, 4]",
                "anything: { a: [1, 1.5, true, x] }");
        assertEquals("1.10", bound.text());
        assertEquals(31, bound.whole());
        assertEquals(64L << 20, bound.bytes());
        assertEquals(1.5, bound.fraction());
        assertEquals(2f, bound.small());
        assertTrue(bound.flag());
        assertEquals('x', bound.letter());
        assertEquals(8080, bound.boxed());
        assertEquals(new BigDecimal("12.340"), bound.money());
        assertEquals(Duration.ofMillis(250), bound.pause());
        assertEquals(home.resolve("in"), bound.folder());
        assertEquals(Path.of("/tmp/x"), bound.absolute());
        assertEquals(URI.create("http://localhost:80/a?b=c"), bound.address());
        assertEquals(Instant.parse("2026-11-23T08:00:00Z"), bound.moment());
        assertEquals(LocalTime.of(8, 30), bound.time());
        assertEquals(ZoneId.of("Europe/Berlin"), bound.zone());
        assertEquals(Speed.VERY_FAST, bound.speed());
        assertEquals(SecretValue.of("s3cret"), bound.password());
        assertEquals(Optional.of("here"), bound.maybe());
        assertEquals(Optional.empty(), bound.never());
        assertEquals(List.of(1, 2), bound.numbers());
        assertEquals(List.of("b", "a"), List.copyOf(bound.words().stream().toList()));
        assertEquals(Map.of("x", Duration.ofSeconds(1), "y", Duration.ofMinutes(2)), bound.pauses());
        assertEquals(Map.of(Speed.SLOW, List.of("a")), bound.bySpeed());
        assertEquals(7, bound.array()[0] + bound.array()[1]);
        assertEquals(Map.of("a", List.of(1L, 1.5, true, "x")), bound.anything());
        assertThrows(UnsupportedOperationException.class, () -> bound.numbers().add(3));
    }

    record Strict(
            int whole,
            byte tiny,
            long big,
            boolean flag,
            double fraction,
            BigDecimal money,
            Duration pause,
            Speed speed,
            List<Integer> list,
            Map<String, Integer> map,
            URI uri,
            char letter) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "whole: 1.5 | 'whole': '1.5' is no whole number (or a size such as 64MiB)",
                "whole: 1.0 | 'whole': '1.0' is no whole number (or a size such as 64MiB)",
                "whole: \"5\" | 'whole': '5' is no whole number (or a size such as 64MiB)",
                "whole: true | 'whole': 'true' is no whole number (or a size such as 64MiB)",
                "whole: 2147483648 | 'whole': '2147483648' is no whole number (or a size such as 64MiB)",
                "whole: 2GiB | 'whole': '2GiB' is no whole number (or a size such as 64MiB)",
                "tiny: 128 | 'tiny': '128' is no whole number",
                "tiny: 1k | 'tiny': '1k' is no whole number",
                "big: 9223372036854775808 | 'big': '9223372036854775808' is no whole number (or a size such as 64MiB)",
                "flag: yes | 'flag': 'yes' is no 'true' or 'false'",
                "flag: 1 | 'flag': '1' is no 'true' or 'false'",
                "flag: \"true\" | 'flag': 'true' is no 'true' or 'false'",
                "fraction: \"1.5\" | 'fraction': '1.5' is no number",
                "fraction: 1e999 | 'fraction': '1e999' is no number",
                "money: .nan | 'money': '.nan' is no number",
                "pause: 3 | 'pause': '3' is no duration such as 250ms, 3s, 5m, 2h, 1d or PT1M30S",
                "speed: fast | 'speed': 'fast' is not one of slow, very-fast, as-it-comes",
                "speed: 1 | 'speed': '1' is not one of slow, very-fast, as-it-comes",
                "list: 1 | 'list' must be a list, such as [a, b]",
                "list: [1, x] | 'list[1]': 'x' is no whole number (or a size such as 64MiB)",
                "list: [1, ~] | 'list[1]' has no value",
                "map: [1] | 'map' must have keys of its own",
                "map: { a: b } | 'map.a': 'b' is no whole number (or a size such as 64MiB)",
                "uri: 'a b' | 'uri': 'a b' is no URI",
                "whole: [1] | 'whole' must be a single value",
                "letter: xy | 'letter': 'xy' is no single character",
            })
    void nothingIsCoerced(String line, String problem) {
        assertTrue(
                config.problems(Strict.class, line).stream()
                        .anyMatch(found -> found.startsWith("t.yaml:4:") && found.endsWith(": " + problem)),
                () -> config.problems(Strict.class, line).toString());
    }

    record Server(String host, int port) {}

    record Servers(List<Server> servers, Server fallback, Duration pause) {}

    @Test
    void allProblemsAreToldAtOnceWithTheirPlaces() {
        assertEquals(
                List.of(
                        "t.yaml:5:5: missing key 'servers[0].port'",
                        "t.yaml:5:15: unknown key 'servers[0].prt'; did you mean 'port'?",
                        "t.yaml:6:25: 'servers[1].port': 'high' is no whole number (or a size such as 64MiB)",
                        "t.yaml:7:3: unknown key 'pauze'; did you mean 'pause'?",
                        "t.yaml:8:13: missing key 'fallback.port'",
                        "t.yaml:9:3: unknown key 'verbose'; known are servers, fallback, pause"),
                config.problems(
                        Servers.class,
                        "servers:",
                        "- {host: a, prt: 80}",
                        "- {host: b,   port:   high}",
                        "pauze: 3s",
                        "fallback: { host: c }",
                        "verbose: true"));
    }

    record Choosy(String message, Duration pause, Optional<Integer> limit) {
        Choosy {
            if (message.isBlank()) {
                throw new IllegalArgumentException("message must not be blank");
            }
            pause = pause == null ? Duration.ofSeconds(1) : pause;
        }
    }

    @Test
    void aConstructorGivesDefaultsOrRefuses() {
        assertEquals(
                new Choosy("hi", Duration.ofSeconds(1), Optional.empty()), config.bind(Choosy.class, "message: hi"));
        assertEquals(
                new Choosy("hi", Duration.ofSeconds(1), Optional.empty()),
                config.bind(Choosy.class, "message: hi", "pause:", "limit: null"));
        assertEquals(List.of("t.yaml:4:3: message must not be blank"), config.problems(Choosy.class, "message: ' '"));
        assertEquals(List.of("t.yaml:4:3: missing key 'message'"), config.problems(Choosy.class, "pause: 1s"));
    }

    record Inner(Choosy choosy) {}

    @Test
    void aRefusalOfANestedRecordNamesItsKey() {
        assertEquals(
                List.of("t.yaml:4:11: 'choosy': message must not be blank"),
                config.problems(Inner.class, "choosy: { message: '' }"));
    }

    record Named(
            @JsonProperty("Max-Rows") int maxRows,
            @JsonAlias("old") int fetchSize,
            int batchSizeMB) {}

    @Test
    void aKeyIsTheComponentsNameItsKebabCaseOrWhatJacksonsAnnotationsSay() {
        Named expected = new Named(1, 2, 3);
        assertEquals(expected, config.bind(Named.class, "Max-Rows: 1", "fetchSize: 2", "batchSizeMB: 3"));
        assertEquals(expected, config.bind(Named.class, "Max-Rows: 1", "fetch-size: 2", "batch-size-mb: 3"));
        assertEquals(expected, config.bind(Named.class, "Max-Rows: 1", "old: 2", "batch-size-mb: 3"));
        assertEquals(
                List.of(
                        "t.yaml:4:3: unknown key 'maxRows'; did you mean 'Max-Rows'?",
                        "t.yaml:4:3: missing key 'Max-Rows'",
                        "t.yaml:6:3: 'old' and 'fetch-size' are one key; remove one of them"),
                config.problems(Named.class, "maxRows: 1", "fetch-size: 2", "old: 2", "batch-size-mb: 3"));
    }

    record Fallbacks(
            @JsonProperty(defaultValue = "80") int port,
            @JsonProperty(required = true) String host) {}

    @Test
    void jacksonsDefaultAndRequiredHold() {
        assertEquals(new Fallbacks(80, "h"), config.bind(Fallbacks.class, "host: h"));
        assertEquals(List.of("t.yaml:4:3: missing key 'host'"), config.problems(Fallbacks.class, "port: 1"));
    }

    sealed interface Target permits HttpTarget, FileTarget, Nowhere {}

    record HttpTarget(URI url) implements Target {}

    record FileTarget(Path path, String type) implements Target {}

    record Nowhere() implements Target {}

    record Targets(List<Target> targets) {}

    @Test
    void aSealedTypeIsToldApartByItsTypeKey() {
        assertEquals(
                new Targets(List.of(
                        new HttpTarget(URI.create("http://x")),
                        new FileTarget(home.resolve("y"), "file-target"),
                        new Nowhere(),
                        new Nowhere())),
                config.bind(
                        Targets.class,
                        "targets:",
                        "- { type: http-target, url: http://x }",
                        "- { path: y, type: file-target }",
                        "- { type: nowhere }",
                        "- nowhere"));
        assertEquals(
                List.of(
                        "t.yaml:5:5: missing key 'targets[0].type'; write one of http-target, file-target, nowhere",
                        "t.yaml:6:13: 'targets[1].type': 'htp-target' is not one of http-target, file-target, nowhere;"
                                + " did you mean 'http-target'?",
                        "t.yaml:7:28: unknown key 'targets[2].uri'; did you mean 'url'?"),
                config.problems(
                        Targets.class,
                        "targets:",
                        "- { url: http://x }",
                        "- { type: htp-target }",
                        "- { type: http-target,   uri: x }"));
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "round"), @JsonSubTypes.Type(Square.class)})
    sealed interface Form permits Circle, Square {}

    record Circle(int radius) implements Form {}

    record Square(int side) implements Form {}

    record Forms(Form one, Form other) {}

    @Test
    void jacksonsAnnotationsNameTheRecordsOfASealedType() {
        assertEquals(
                new Forms(new Circle(1), new Square(2)),
                config.bind(Forms.class, "one: { kind: round, radius: 1 }", "other: { kind: square, side: 2 }"));
    }

    static final class Range {
        private final int from;
        private final int to;

        private Range(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @JsonCreator
        static Range of(@JsonProperty("from") int from, @JsonProperty("to") int to) {
            if (from > to) {
                throw new IllegalArgumentException("from " + from + " to " + to + " is empty");
            }
            return new Range(from, to);
        }
    }

    record Page<T>(List<T> items) {}

    record Others(Range range, Page<Integer> page) {}

    @Test
    void aClassThatIsNoRecordIsBoundByJackson() {
        Others bound = config.bind(Others.class, "range: { from: 1, to: 2 }", "page: { items: [5] }");
        assertEquals(3, bound.range().from + bound.range().to);
        assertEquals(List.of(5), bound.page().items());
    }

    @Test
    void whatJacksonRefusesHasAPlaceToo() {
        List<String> problems = config.problems(Others.class, "range: { from: 1, to: x }", "page: { itms: [5] }");
        assertEquals(2, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith("t.yaml:4:25: 'range': "), problems.toString());
        assertTrue(problems.get(1).startsWith("t.yaml:5:17: 'page': "), problems.toString());
        List<String> empty = config.problems(Others.class, "range: { from: 2, to: 1 }");
        assertTrue(empty.get(0).contains("from 2 to 1 is empty"), empty.toString());
        List<String> rounded = config.problems(Others.class, "range: { from: 1.5, to: 2 }");
        assertTrue(rounded.get(0).startsWith("t.yaml:4:18"), rounded.toString());
    }

    record Tree(String name, List<Tree> children) {}

    @Test
    void aRecordMayContainItself() {
        assertEquals(
                new Tree("a", List.of(new Tree("b", null))),
                config.bind(Tree.class, "name: a", "children: [{ name: b }]"));
    }

    record Empty() {}

    record Open<T>(T value) {}

    @Test
    void aRecordWithoutComponentsTakesNoKey() {
        assertEquals(new Empty(), config.bind(Empty.class, "{}"));
        assertEquals(
                List.of("t.yaml:4:3: unknown key 'a'; the plugin takes none here"),
                config.problems(Empty.class, "a: 1"));
    }

    @Test
    void aTypeThatTheHostCannotBindIsRefusedInWords() {
        assertEquals(
                List.of("t.yaml:4:10: 'value': its type T is not known to the host"),
                config.problems(Open.class, "value: 1"));
        assertEquals(
                List.of("t.yaml:4:3: the config type java.lang.String is no record"),
                config.problems(String.class, "value: 1"));
    }

    record Angry(int x) {
        Angry {
            throw new StackOverflowError("deep");
        }
    }

    static final class MuteException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message either");
        }
    }

    record Mute(int x) {
        Mute {
            throw new MuteException();
        }
    }

    @Test
    void anErrorOfTheConstructorIsAProblemLikeAnother() {
        assertEquals(List.of("t.yaml:4:3: deep"), config.problems(Angry.class, "x: 1"));
        assertEquals(List.of("t.yaml:4:3: MuteException"), config.problems(Mute.class, "x: 1"));
    }
}
