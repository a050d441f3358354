package io.reseat.host.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChildOutputTest {
    private static final Pattern LEFT_OUT = Pattern.compile("\\((\\d+) lines were left out");

    private ChildJvm child;

    @BeforeEach
    void start() throws Exception {
        child = ChildJvm.start(ProbeChild.class);
    }

    @AfterEach
    void end() {
        child.close();
    }

    @Test
    void whatIsPrintedIsToldByTheLineWithItsStreamAndTask() throws Exception {
        child.ask("print", Map.of("text", "one\ntwo"));
        child.ask("printErr", Map.of("text", "Grüße"));
        assertEquals(
                Map.of("stream", "out", "task", "probe", "line", "one"),
                child.await("out", "line", "one").body());
        child.await("out", "line", "two");
        assertEquals("err", child.await("out", "line", "Grüße").text("stream"));
    }

    @Test
    void whatHasNoLineEndIsToldAfterAWhileAndAtTheEnd() throws Exception {
        child.ask("printPart", Map.of("text", "waiting"));
        child.ask("ping", Map.of());
        child.ask("ping", Map.of());
        child.await("out", "line", "waiting");
        child.ask("printPart", Map.of("text", "the end"));
        child.ask("end", Map.of());
        child.await("out", "line", "the end");
    }

    @Test
    void aLongLineIsCut() throws Exception {
        child.ask("print", Map.of("text", "x".repeat(10_000)));
        String line = child.await("out", "line", "xxx").text("line");
        assertEquals("x".repeat(8_192) + "… (1808 bytes cut)", line);
    }

    @Test
    void aFloodOfLinesIsLimitedAndWhatIsLeftOutIsCounted() throws Exception {
        child.ask("printMany", Map.of());
        Awaitility.await().until(() -> {
            child.ask("ping", Map.of());
            return lines() + leftOut() == 20_000;
        });
        assertTrue(leftOut() > 0, "nothing was left out");
    }

    @Test
    void whatNativeCodePrintsIsNoiseAndBreaksNoMessage() throws Exception {
        child.ask("raw", Map.of("text", "{\"half a line"));
        child.ask("raw", Map.of("text", " and the rest\nmore"));
        child.ask("print", Map.of("text", "a message"));
        child.await("out", "line", "a message");
        assertEquals(List.of("{\"half a line", "and the rest", "more"), List.copyOf(child.noise));
    }

    @Test
    void aPluginThatClosesTheDescriptorTakesNobodysVoice() throws Exception {
        child.ask("closeRaw", Map.of());
        child.ask("print", Map.of("text", "still here"));
        child.await("out", "line", "still here");
    }

    @Test
    void standardInputIsEmpty() throws Exception {
        assertEquals(-1L, child.ask("read", Map.of()).get("result"));
    }

    @Test
    void aPingSaysHowTheJvmIs() throws Exception {
        Map<String, Object> vitals = child.ask("ping", Map.of());
        assertTrue((Long) vitals.get("heapUsed") > 0, vitals.toString());
        assertTrue((Long) vitals.get("heapMax") <= 64 << 20, vitals.toString());
        assertTrue((Long) vitals.get("cpu") > 0, vitals.toString());
        assertTrue((Long) vitals.get("threads") > 1, vitals.toString());
    }

    private long lines() {
        return child.told("out").stream()
                .filter(line -> line.text("line").startsWith("line "))
                .count();
    }

    private long leftOut() {
        return child.told("out").stream()
                .map(line -> LEFT_OUT.matcher(line.text("line")))
                .filter(Matcher::find)
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }
}
