package io.reseat.host.child;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.wire.Channel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreshLinesTest {
    /** A pipe to which something else prints after each page and each call, with a line end or without. */
    private static final class Shared extends ByteArrayOutputStream {
        private static final int PAGE = 4096;
        private final String noise;

        Shared(String noise) {
            this.noise = noise;
        }

        @Override
        public void write(byte[] bytes) {
            write(bytes, 0, bytes.length);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            for (int from = 0; from < length; from += PAGE) {
                super.write(bytes, offset + from, Math.min(PAGE, length - from));
                byte[] other = noise.getBytes(UTF_8);
                super.write(other, 0, other.length);
            }
        }
    }

    private static final class Heard implements Channel.End {
        private final List<Object> told = new ArrayList<>();
        private final List<String> noise = new ArrayList<>();

        @Override
        public CompletionStage<Map<String, Object>> asked(String what, Map<String, Object> body) {
            return CompletableFuture.completedFuture(Map.of());
        }

        @Override
        public void told(String what, Map<String, Object> body) {
            told.add(body.get("state"));
        }

        @Override
        public void noise(String line) {
            noise.add(line);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "printed\n",
                "printed",
                "{\"half\n",
                "\u001e{\"of\": \"jq --seq\"}\n",
                "\u001fpart\n",
                "\u001e99 0 300 of no message\n",
                "\u001e1 7 8000 out of order\n",
                "\u001e5 8080 8190 beyond its end, which comes sooner, if it is long enough for that: "
                        + "........................................\n",
            })
    void whatIsPrintedToTheSamePipeBreaksNoMessageOfAnyLength(String noise) throws Exception {
        Shared pipe = new Shared(noise);
        Channel child = new Channel("child", InputStream.nullInputStream(), new FreshLines(pipe), new Heard());
        List<Object> states = new ArrayList<>();
        for (int length : new int[] {1, 4_000, 4_060, 4_061, 4_062, 4_063, 4_064, 4_065, 4_093, 8_186, 300_000}) {
            String state = "ä" + "x".repeat(length);
            states.add(state);
            child.tell("state", Map.of("state", state));
        }
        assertTrue(child.flushed(60_000));
        Heard heard = new Heard();
        InputStream all = new ByteArrayInputStream(pipe.toByteArray());
        new Channel("host", all, OutputStream.nullOutputStream(), heard).read();
        assertEquals(states, heard.told);
        assertTrue(heard.noise.stream().allMatch(line -> noise.strip().startsWith(line.substring(0, 3))));
    }
}
