package io.reseat.host.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ChannelTest {
    private final Recorder atHost = new Recorder();
    private final Recorder atChild = new Recorder();
    private OutputStream toHost;
    private OutputStream toChild;
    private InputStream fromHost;
    private Channel host;
    private Channel child;

    @BeforeEach
    void connect() throws IOException {
        Pipe down = Pipe.open();
        Pipe up = Pipe.open();
        toChild = Channels.newOutputStream(down.sink());
        fromHost = Channels.newInputStream(down.source());
        toHost = Channels.newOutputStream(up.sink());
        host = new Channel("host", Channels.newInputStream(up.source()), toChild, atHost);
        child = new Channel("child", fromHost, toHost, atChild);
        host.begin();
    }

    @AfterEach
    void close() throws IOException {
        toHost.close();
        toChild.close();
        host.close("the test is over");
    }

    @Test
    void anAskIsAnsweredByTheOtherEnd() throws Exception {
        child.begin();
        assertEquals(
                Map.of("echo", "start", "g", 7L),
                host.ask("start", Map.of("g", 7)).get());
    }

    @Test
    void bothEndsMayAsk() throws Exception {
        child.begin();
        assertEquals(
                Map.of("echo", "checkpoint"), child.ask("checkpoint", Map.of()).get());
    }

    @Test
    void aRefusalComesWithWhatWasSaid() {
        child.begin();
        ExecutionException e = assertThrows(
                ExecutionException.class, () -> host.ask("refuse", Map.of()).get());
        RefusedException refused = assertInstanceOf(RefusedException.class, e.getCause());
        assertEquals(Map.of("text", "no", "stack", "at\nline"), refused.body());
    }

    @Test
    void aFaultOfTheOtherEndIsARefusalWithItsText() {
        child.begin();
        ExecutionException e = assertThrows(
                ExecutionException.class, () -> host.ask("fault", Map.of()).get());
        assertTrue(e.getCause().getMessage().contains("a fault"), e.getCause().toString());
    }

    @Test
    void whatIsToldArrivesInOrder() {
        child.begin();
        IntStream.range(0, 1_000).forEach(i -> child.tell("log", Map.of("n", i)));
        await().until(() -> atHost.told.size() == 1_000);
        assertEquals(
                IntStream.range(0, 1_000).mapToObj(i -> "log{n=" + i + "}").toList(), new ArrayList<>(atHost.told));
    }

    @Test
    void aLineThatIsNoMessageIsNoiseAndTheNextMessageArrives() throws Exception {
        toHost.write("# printed by native code\n{\"half\n".getBytes(UTF_8));
        child.tell("ready", Map.of("g", 1));
        await().until(() -> !atHost.told.isEmpty());
        assertEquals(List.of("# printed by native code", "{\"half"), new ArrayList<>(atHost.noise));
    }

    @Test
    void anEndThatDoesNotReadBlocksNobodyAndGetsEverythingInOrderLater() throws Exception {
        String large = "x".repeat(40_000);
        List<CompletableFuture<Map<String, Object>>> answers = IntStream.range(0, 50)
                .mapToObj(i -> host.ask(large + i, Map.of())) // returns, although nobody reads
                .toList();
        child.begin();
        for (int i = 0; i < answers.size(); i++) {
            assertEquals(large + i, answers.get(i).get().get("echo"));
        }
        assertEquals(IntStream.range(0, 50).mapToObj(i -> large + i).toList(), new ArrayList<>(atChild.asked));
    }

    @Test
    void aPipeOfOnePageBlocksNobodyThatAsks() throws Exception {
        try (PipedInputStream unread = new PipedInputStream(4096);
                PipedOutputStream page = new PipedOutputStream(unread)) {
            Channel narrow = new Channel("narrow", fromHost, page, atHost);
            for (int i = 0; i < 200; i++) {
                Future<?> unused = narrow.ask("run", Map.of("g", i)); // returns, although nobody reads
            }
            narrow.close("the test is over");
        }
    }

    @Test
    void whenSomethingCameIsKnown() {
        long before = host.heard();
        child.tell("ready", Map.of("g", 1));
        await().until(() -> host.heard() - before > 0 && !host.behind());
        assertEquals(List.of("ready{g=1}"), new ArrayList<>(atHost.told));
    }

    @Test
    void manyThreadsMayAskAtOnce() {
        child.begin();
        List<String> answers = IntStream.range(0, 500)
                .parallel()
                .mapToObj(i -> host.ask("n" + i, Map.of()).join().get("echo").toString())
                .toList();
        assertEquals(IntStream.range(0, 500).mapToObj(i -> "n" + i).toList(), answers);
    }

    @Test
    void whatWaitsForAnAnswerFailsWhenTheOtherEndIsGone() throws Exception {
        CompletableFuture<Map<String, Object>> waiting = host.ask("never", Map.of());
        toHost.close();
        ExecutionException e = assertThrows(ExecutionException.class, waiting::get);
        assertInstanceOf(GoneException.class, e.getCause());
        assertEquals("it closed its end", host.over().toCompletableFuture().get());
        assertInstanceOf(
                GoneException.class,
                assertThrows(
                                ExecutionException.class,
                                () -> host.ask("late", Map.of()).get())
                        .getCause());
    }

    /** Answers with what it was asked. */
    private static final class Recorder implements Channel.End {
        private final Queue<String> asked = new ConcurrentLinkedQueue<>();
        private final Queue<String> told = new ConcurrentLinkedQueue<>();
        private final Queue<String> noise = new ConcurrentLinkedQueue<>();

        @Override
        public CompletionStage<Map<String, Object>> asked(String what, Map<String, Object> body) {
            asked.add(what);
            if (what.equals("refuse")) {
                return CompletableFuture.failedFuture(new RefusedException(Map.of("text", "no", "stack", "at\nline")));
            } else if (what.equals("fault")) {
                throw new IllegalStateException("a fault");
            }
            Map<String, Object> answer = new LinkedHashMap<>(body);
            answer.put("echo", what);
            return CompletableFuture.completedFuture(answer);
        }

        @Override
        public void told(String what, Map<String, Object> body) {
            told.add(what + body);
        }

        @Override
        public void noise(String line) {
            noise.add(line);
        }
    }
}
