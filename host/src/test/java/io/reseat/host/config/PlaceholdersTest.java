package io.reseat.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.ConfigNode.Kind;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {
    @TempDir
    Path home;

    private TaskFileFixture files;

    @BeforeEach
    void makeFixture() {
        files = new TaskFileFixture(home);
        files.environment.put("NAME", "world");
        files.environment.put("PORT", "8080");
        files.environment.put("EMPTY", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello ${NAME} | hello world",
                "hello ${NAME:you} | hello world",
                "hello ${OTHER:you} | hello you",
                "${NAME}-${PORT} | world-8080",
                "$${NAME} | ${NAME}",
                "a $${b} ${NAME} $${c} | a ${b} world ${c}",
                "$NAME costs 5$ | $NAME costs 5$",
                "${URL:http://x:80/} | http://x:80/",
                "'${OTHER:}' | ''",
            })
    void variablesAreResolved(String source, String text) {
        assertEquals(
                text.equals("''") ? "" : text,
                scalar("\"" + source.replace("'", "") + "\"").text());
    }

    @Test
    void aVariableWithoutQuotesIsWhatItsTextIs() {
        assertEquals(Kind.INTEGER, scalar("${PORT}").kind());
        assertEquals(Kind.STRING, scalar("'${PORT}'").kind());
        assertEquals(Kind.BOOLEAN, scalar("${FLAG:true}").kind());
        assertEquals(Kind.STRING, scalar("${EMPTY}").kind(), "set but empty is a text, not nothing");
    }

    @Test
    void inJsonAVariableIsWhatItsTextIsBecauseItCannotStandWithoutQuotes() {
        TaskSpec spec = files.json(
                        "{\"plugin\":\"p\",\"schedule\":\"once\",\"config\":{\"a\":\"${PORT}\",\"b\":\"8080\"}}")
                .value()
                .orElseThrow();
        assertEquals(
                Kind.INTEGER, ((Scalar) spec.config().find("a").orElseThrow().value()).kind());
        assertEquals(
                Kind.STRING, ((Scalar) spec.config().find("b").orElseThrow().value()).kind());
    }

    @Test
    void variablesStandInEveryKeyOfTheFile() {
        files.environment.put("PERIOD", "7s");
        TaskSpec spec = files.yaml("plugin: ${P:p}\nschedule: every ${PERIOD}\nenabled: ${ON:false}\n")
                .value()
                .orElseThrow();
        assertEquals(new Schedule.Every(Duration.ofSeconds(7)), spec.schedule());
        assertFalse(spec.enabled());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${MISSING} | t.yaml:4:6: the variable MISSING is not set; set it, or write ${MISSING:default}",
                "x ${NAME | t.yaml:4:6: '${' without '}'; write '$${' for a literal one",
                "${A:${B}} | t.yaml:4:6: '${A:${B}' stands inside another one, which is not possible",
                "${a b} | t.yaml:4:6: '${a b}' names no variable; write ${NAME}, ${NAME:default} or ${file:/path}, and '$${' for a literal '${'",
                "${file:gone} | t.yaml:4:6: ${file:gone} cannot be read: there is no such file; it is looked at again when it appears",
                "${file:.} | t.yaml:4:6: ${file:.} cannot be read: it is no regular file",
                "${file:} | t.yaml:4:6: ${file:} cannot be read: it names no file",
            })
    void whatCannotBeResolvedIsAProblemThatNamesIt(String source, String problem) {
        assertEquals(List.of(problem), files.problems("a: \"" + source + "\""));
    }

    @Test
    void insideBracketsTheMessageAsksForQuotes() {
        String problem = files.problems("a: [${NAME}]").get(0);
        assertTrue(problem.endsWith("; inside [ ] and { } write '${…}' in quotes"), problem);
    }

    @Test
    void aVariableThatVanishedIsNamedOnceAtEachPlaceThatNeedsIt() {
        assertEquals(
                List.of(
                        "t.yaml:2:11: the variable PERIOD is not set; set it, or write ${PERIOD:default}",
                        "t.yaml:3:10: the variable LIMIT is not set; set it, or write ${LIMIT:default}"),
                files.problemsOf("plugin: p\nschedule: every ${PERIOD}\ntimeout: ${LIMIT}\n"));
    }

    @Test
    void aFileIsReadWithoutItsLastLineBreakAndNamedForWatching() throws IOException {
        Files.writeString(home.resolve("secret"), "s3cret\n");
        Path elsewhere = Files.writeString(home.resolve("other"), "two\nlines\r\n");
        TaskSpec spec = files.good("a: ${file:secret}", "b: x${file:" + elsewhere + "}", "c: ${file:./secret}");
        assertEquals("s3cret", text(spec, "a"));
        assertEquals("xtwo\nlines", text(spec, "b"));
        assertEquals(Set.of(home.resolve("secret").toString(), elsewhere.toString()), spec.references());
    }

    @Test
    void aMissingFileIsNamedForWatchingToo() {
        assertEquals(
                Set.of(home.resolve("gone").toString()),
                files.yaml("plugin: p\nschedule: once\nconfig: { a: '${file:gone}' }\n")
                        .references());
    }

    @Test
    void aFileIsNamedEvenWhereTheRestOfTheConfigIsBroken() {
        assertEquals(
                Set.of(home.resolve("gone").toString()),
                files.yaml("config: { a: '${file:gone}' }\nb: c: d\n").references());
    }

    @Test
    void aSecretIsInTheDigestButNowhereElse() throws IOException {
        Path secret = Files.writeString(home.resolve("secret"), "hunter2");
        files.environment.put("TOKEN", "tok-4711");
        TaskSpec before = files.good("password: ${file:secret}", "url: 'http://x/?t=${TOKEN}'");
        assertEquals("password: \"${file:secret}\"\nurl: \"http://x/?t=${TOKEN}\"\n", before.shownConfig());
        assertFalse(
                (before + " " + before.config()).matches("(?s).*(hunter2|4711).*"),
                before.config().toString());

        Files.writeString(secret, "hunter3");
        assertNotEquals(
                before.configDigest(),
                files.good("password: ${file:secret}", "url: x").configDigest());
    }

    @Test
    void aBadValueThatCameFromElsewhereIsNotShown() throws IOException {
        Files.writeString(home.resolve("secret"), "hunter2");
        List<String> problems = files.problemsOf("""
                plugin: p
                schedule: every ${file:secret}
                timeout: ${file:secret}
                enabled: ${file:secret}
                missed: ${file:secret}
                restart: { rebuild-after: "${file:secret}", backoff: "${file:secret}" }
                """);
        assertEquals(6, problems.size(), problems.toString());
        assertTrue(problems.stream().noneMatch(p -> p.contains("hunter2")), problems.toString());
        assertTrue(problems.stream().allMatch(p -> p.contains("${file:secret}")), problems.toString());
    }

    private Scalar scalar(String source) {
        return (Scalar)
                files.good("a: " + source).config().find("a").orElseThrow().value();
    }

    private static String text(TaskSpec spec, String key) {
        return ((Scalar) spec.config().find(key).orElseThrow().value()).text();
    }
}
