package io.reseat.host.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerTest {
    @Test
    void aLongListEndsWithHowManyMoreThereAre() {
        List<String> items =
                IntStream.range(0, 40).mapToObj(i -> "task-" + i + ": refused").toList();
        List<String> lines =
                Answer.of("reloadConfig: 40 refused", items).lines().toList();
        assertEquals(16, lines.size());
        assertEquals("and 26 more", lines.get(15));
    }

    @Test
    void aListThatJustFitsIsWhole() {
        List<String> items = IntStream.range(0, 15).mapToObj(i -> "line " + i).toList();
        assertTrue(Answer.of("summary", items).endsWith("\nline 14"));
    }

    @Test
    void aLongLineIsWrappedAtItsSpaces() {
        String long_ = "heartbeat: refused, its new config has a value that the plugin does not take";
        for (String line : Answer.of(long_, List.of()).split("\n")) {
            assertTrue(line.length() <= 60, line);
        }
    }

    @Test
    void aPathIsNeverBroken() {
        String path = "/srv/reseat/" + "x".repeat(80) + "/conf/tasks/a.yaml:3:5:";
        assertEquals(path + "\n  wrong", Answer.of(path + " wrong", List.of()));
    }
}
