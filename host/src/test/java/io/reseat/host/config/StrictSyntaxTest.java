package io.reseat.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.ConfigNode.Kind;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictSyntaxTest {
    @TempDir
    Path home;

    private TaskFileFixture files;

    @BeforeEach
    void makeFixture() {
        files = new TaskFileFixture(home);
    }

    @Test
    void aSecondKeyOfTheSameNameIsRefusedWithTheLineOfTheFirst() {
        assertEquals(
                List.of("t.yaml:6:3: the key 'a' stands in line 4 already; remove one of them"),
                files.problems("a: 1", "b: 2", "a: 3"));
        assertEquals(
                List.of("t.json:3:2: the key 'plugin' stands in line 1 already; remove one of them"),
                texts(files.json("{\"plugin\": \"p\",\n \"schedule\": \"once\",\n \"plugin\": \"q\"}")));
    }

    @Test
    void aliasesAnchorsMergeKeysAndTagsAreRefusedTogether() {
        List<String> problems = files.problems("a: &x 1", "b: *x", "<<: { c: 1 }", "d: !!str 5");
        assertEquals(4, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith("t.yaml:4:6: anchors ('&x')"), problems.get(0));
        assertTrue(problems.get(1).startsWith("t.yaml:5:6: aliases ('*x')"), problems.get(1));
        assertTrue(problems.get(2).startsWith("t.yaml:6:3: merge keys ('<<')"), problems.get(2));
        assertTrue(problems.get(3).startsWith("t.yaml:7:6: tags"), problems.get(3));
    }

    @Test
    void aSecondDocumentIsRefusedWhereItStarts() {
        assertEquals(
                List.of("t.yaml:3:1: a second document starts here; write one file for each"),
                files.problemsOf("plugin: p\nschedule: once\n---\nplugin: q\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"config:\n\ta: 1\n", "config:\n  a:\n  \tb: 1\n", "\tplugin: p\n"})
    void aTabThatIndentsIsRefused(String text) {
        List<String> problems = files.problemsOf(text);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).contains("a tab stands where only spaces may"), problems.get(0));
    }

    @Test
    void bytesThatAreNoTextAreRefusedAtTheirPlace() {
        assertEquals(List.of("t.yaml:2:4: has the control character U+0000 here; remove it"), raw("a: 1\nb: \0\n"));
        assertEquals(
                List.of("t.yaml:1:1: starts with a byte order mark; save the file as UTF-8 without one"),
                raw("\uFEFFa: 1\n"));
        assertEquals(
                List.of("t.yaml:2:6: is not valid UTF-8 here; save the file as UTF-8"),
                raw("a: 1\nb: ä\u00FF".getBytes(StandardCharsets.UTF_8), (byte) 0xFF, 'x'));
        assertEquals(List.of("t.yaml: is empty"), raw("  \n\n"));
    }

    @Test
    void aFileOfMoreThanOneMebibyteIsRefusedUnread() {
        assertEquals(
                List.of("t.yaml: has 1048577 bytes; a config file has at most 1 MiB"), raw("x".repeat((1 << 20) + 1)));
    }

    @Test
    void nestingEndsBeforeItHurts() {
        String deep = "a: " + "[".repeat(500_000);
        assertEquals(List.of("t.yaml:1:67: is nested deeper than 64 levels"), raw(deep));
        assertEquals(
                List.of("t.json:1:69: is nested deeper than 64 levels"),
                texts(files.json("{\"a\":" + "[".repeat(500_000))));
        assertTrue(files.good("a: " + "[".repeat(60) + "]".repeat(60))
                .config()
                .find("a")
                .isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"- a\n", "just text\n", "[1, 2]\n", "# only a comment\n", "---\n"})
    void aFileWithoutKeysIsRefused(String text) {
        assertEquals(1, files.problemsOf(text).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: b: c | t.yaml:1:5",
                "a: 'b | t.yaml:1:6",
                "a: {b: 1 | t.yaml:1:9",
                "? [a] : b | t.yaml:1:3",
            })
    void brokenYamlIsRefusedAtItsPlace(String text, String place) {
        List<Problem> problems = files.yaml(text).problems();
        assertEquals(1, problems.size());
        assertEquals(place, problems.get(0).place().toString(), problems.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a': 1,} | t.json:1:9",
                "{'a': 01} | t.json:1:8",
                "{'a' 1} | t.json:1:6",
                "{'a': 1} {} | t.json:1:10",
                "{'a': NaN} | t.json:1:10",
                "{'a': // | t.json:1:7",
            })
    void brokenJsonIsRefusedAtItsPlace(String text, String place) {
        List<Problem> problems = files.json(text.replace('\'', '"')).problems();
        assertEquals(1, problems.size(), problems.toString());
        assertEquals(place, problems.get(0).place().toString(), problems.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no | STRING",
                "on | STRING",
                "yes | STRING",
                "off | STRING",
                "1_000 | STRING",
                "12:30:45 | STRING",
                "0b11 | STRING",
                "1.2.3 | STRING",
                "2026-01-01 | STRING",
                "- | STRING",
                "\"5\" | STRING",
                "5 | INTEGER",
                "-5 | INTEGER",
                "+5 | INTEGER",
                "0644 | INTEGER",
                "0o17 | INTEGER",
                "0x1F | INTEGER",
                "1.5 | DECIMAL",
                "1. | DECIMAL",
                ".5e3 | DECIMAL",
                "1e3 | DECIMAL",
                ".inf | DECIMAL",
                ".NaN | DECIMAL",
                "true | BOOLEAN",
                "False | BOOLEAN",
                "null | NULL",
                "~ | NULL",
            })
    void plainValuesAreWhatYaml12SaysTheyAre(String text, Kind kind) {
        String source = text.equals("-") ? "'-'" : text;
        Scalar scalar = (Scalar)
                files.good("a: " + source).config().find("a").orElseThrow().value();
        assertEquals(kind, scalar.kind());
    }

    @Test
    void numbersOfOtherBasesHaveTheirValue() {
        assertEquals(15, integer("0o17"));
        assertEquals(31, integer("0x1F"));
        assertEquals(644, integer("0644"));
    }

    private long integer(String text) {
        return ((Scalar) files.good("a: " + text)
                        .config()
                        .find("a")
                        .orElseThrow()
                        .value())
                .integer()
                .longValueExact();
    }

    private List<String> raw(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> raw(byte[] start, int... more) {
        byte[] content = java.util.Arrays.copyOf(start, start.length + more.length);
        for (int i = 0; i < more.length; i++) {
            content[start.length + i] = (byte) more[i];
        }
        return texts(files.files.parse("t.yaml", TaskFileFixture.NAME, content));
    }

    private static List<String> texts(Parsed<?> parsed) {
        return parsed.problems().stream().map(Problem::toString).toList();
    }

    @Test
    void anEscapeThatTheFileEndsInIsRefused() {
        List<String> problems = files.problemsOf("plugin: p\nname: \"\\x");
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("t.yaml:2:1: is no valid YAML after this place"), problems::toString);
    }
}
