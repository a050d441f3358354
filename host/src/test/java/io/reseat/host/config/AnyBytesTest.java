package io.reseat.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever lies in a file, the parser answers: it runs on the host's own thread, which an exception would end. */
class AnyBytesTest {
    private static final int TRIES = 5_000;
    private static final String SYNTAX = "{}[]:,-#&*!|>'\"%@`$ \t\n";
    private static final String YAML = """
            plugin: heartbeat@1.x      # a comment
            schedule: cron "*/5 0 3 * * MON#1" Europe/Berlin
            timeout: 30s
            reload:  { swap: replace, drain: 30s }
            restart: { backoff: 1s..1m, rebuild-after: 5, give-up: 5 in 10m }
            config:
              - "quoted \\u0041 ${NAME:x} $${y}"
              - key: |
                  block
                  text
                'other': [1, 2.5, true, ~, {a: b}]
              - &anchor !!tag *alias
            """;
    private static final String JSON = """
            {"plugin": "p", "schedule": "every ${PERIOD:3s}", "config": {"a": [1, -2.5e3, true, null, {"b": "\\n\\u0041"}]}}
            """;

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aFileThatWasDamagedAnywhereIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        TaskFiles files = new TaskFiles(name -> null, new byte[32], home);
        for (int i = 0; i < TRIES; i++) {
            boolean json = random.nextBoolean();
            byte[] content = damaged((json ? JSON : YAML).getBytes(StandardCharsets.UTF_8), random);
            Parsed<TaskSpec> parsed = files.parse(json ? "t.json" : "t.yaml", TaskFileFixture.NAME, content);
            for (Problem problem : parsed.problems()) {
                assertFalse(problem.message().isBlank());
                assertEquals(json ? "t.json" : "t.yaml", problem.place().file());
            }
        }
    }

    @Test
    void aTornFileNeverCountsAsTheWholeOne() {
        TaskFiles files = new TaskFiles(name -> null, new byte[32], home);
        byte[] whole = JSON.strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            assertFalse(
                    files.parse("t.json", TaskFileFixture.NAME, torn).problems().isEmpty(), "at " + length);
        }
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) SYNTAX.charAt(random.nextInt(SYNTAX.length()));
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                default -> copyPart(good, bytes, at, random);
            }
        }
        return bytes;
    }

    private static void copyPart(byte[] good, byte[] bytes, int at, Random random) {
        int length = Math.min(1 + random.nextInt(8), bytes.length - at);
        System.arraycopy(good, random.nextInt(good.length - length), bytes, at, length);
    }
}
