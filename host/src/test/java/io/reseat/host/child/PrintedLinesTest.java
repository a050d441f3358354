package io.reseat.host.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.wire.Channel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a child's plugin prints, as its host is told; and that its messages begin on lines of their own. */
class PrintedLinesTest {
    private static final Pattern LINE = Pattern.compile("\"line\":\"([^\"]*)\"");

    private final ByteArrayOutputStream toHost = new ByteArrayOutputStream();
    private final Teller teller = new Teller();
    private final AtomicLong nanos = new AtomicLong();
    private final PrintedLines lines = new PrintedLines("out", teller, nanos::get);
    private final PrintStream printed = lines.printStream();

    @BeforeEach
    void tell() {
        teller.begin(new Channel("host", new ByteArrayInputStream(new byte[0]), toHost, new Nobody()));
    }

    @AfterEach
    void noTask() {
        ThreadContexts.ALL.remove("task");
    }

    @Test
    void aLineEndOfWindowsIsNoPartOfTheLine() {
        printed.print("one\r\ntwo\n");
        assertEquals(List.of("one", "two"), told());
    }

    @Test
    void whatIsQuiteNewWaitsForItsLineEndUntilTheSecondLook() {
        printed.print("pa");
        lines.look();
        printed.print("rt");
        lines.look();
        assertEquals(List.of(), told());
        lines.look();
        assertEquals(List.of("part"), told());
    }

    @Test
    void whatAnotherTaskPrintsIsALineOfItsOwn() {
        ThreadContexts.ALL.put("task", "one");
        printed.print("of one");
        ThreadContexts.ALL.put("task", "two");
        printed.print("of two\n");
        assertEquals(List.of("of one", "of two"), told());
    }

    @Test
    void afterAFloodThereIsRoomAgainInTime() {
        for (int i = 0; i < 2_100; i++) {
            printed.print("flood\n");
        }
        assertEquals(2_000, told().size());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        printed.print("later\n");
        List<String> last = told().subList(2_000, told().size());
        assertEquals(2, last.size(), last::toString);
        assertTrue(last.get(0).startsWith("… (100 lines were left out"), last.get(0));
        assertEquals("later", last.get(1));
    }

    private List<String> told() {
        teller.flush(60_000);
        return LINE.matcher(toHost.toString(StandardCharsets.UTF_8))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static final class Nobody implements Channel.End {
        @Override
        public CompletionStage<Map<String, Object>> asked(String what, Map<String, Object> body) {
            return CompletableFuture.completedFuture(Map.of());
        }

        @Override
        public void told(String what, Map<String, Object> body) {}

        @Override
        public void noise(String line) {}
    }
}
