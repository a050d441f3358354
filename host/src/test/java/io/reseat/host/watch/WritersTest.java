package io.reseat.host.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five ways to write a file, none of which may be caught half way. A whole text begins and ends with its number. */
class WritersTest {
    private static final int LENGTH = 20_000;

    /** A busy machine should not take a pause between two writes for it. */
    private static final Duration QUIET = Duration.ofMillis(300);

    @TempDir
    Path home;

    private final Random random = new Random(7);
    private long lastAct;
    private long longestRest;

    private Watched watched() throws IOException {
        Files.createDirectories(home.resolve("tree"));
        TreeRules rules = TreeRules.configFiles().withQuiet(QUIET);
        return new Watched(home, rules, Watched.slow(home, Duration.ofSeconds(2)));
    }

    /** Writes one text over a file. */
    private interface Writer {
        void write(Path file, byte[] text) throws IOException;
    }

    @Test
    void aRenamingWriterIsNeverCaughtHalfWay() throws Exception {
        try (Watched watched = watched()) {
            fiveTimes(watched, (file, text) -> {
                Path temporary = file.resolveSibling(".a.yaml.Ab12");
                inPieces(Files.newOutputStream(temporary), text);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            });
        }
    }

    @Test
    void aSlowCopyInPlaceIsNeverCaughtHalfWay() throws Exception {
        try (Watched watched = watched()) {
            fiveTimes(watched, (file, text) -> {
                Files.deleteIfExists(file);
                inPieces(Files.newOutputStream(file), text);
            });
        }
    }

    @Test
    void aPreallocatingWriterIsNeverCaughtHalfWay() throws Exception {
        try (Watched watched = watched()) {
            fiveTimes(watched, (file, text) -> {
                Files.deleteIfExists(file);
                try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                    out.setLength(text.length);
                    filled(out, text);
                }
            });
        }
    }

    @Test
    void aTruncatingWriterIsNeverCaughtHalfWay() throws Exception {
        try (Watched watched = watched()) {
            fiveTimes(watched, (file, text) -> inPieces(Files.newOutputStream(file), text));
        }
    }

    @Test
    void aWriterOverTheOldContentIsNeverCaughtHalfWay() throws Exception {
        try (Watched watched = watched()) {
            fiveTimes(watched, (file, text) -> {
                try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                    filled(out, text);
                }
            });
        }
    }

    @Test
    void anEditorThatMovesTheOldFileAwayIsOneChange() throws Exception {
        try (Watched watched = Watched.configs(home)) {
            watched.rename("a.yaml", "one");
            watched.awaitText("a.yaml", "one");
            Path file = watched.root.resolve("a.yaml");
            for (int i = 0; i < 5; i++) {
                String text = "text " + i;
                Path probe = Files.createFile(watched.root.resolve("4913"));
                Files.delete(probe);
                Path backup = Files.move(file, watched.root.resolve("a.yaml~"));
                Files.writeString(file, text);
                Files.delete(backup);
                watched.awaitText("a.yaml", text);
            }
            watched.awaitCalm();
            assertEquals(6, watched.heard.size(), watched.heard.toString());
        }
    }

    /** A round in which the machine stalled the writer for longer than the quiet time proves nothing: it is repeated. */
    private void fiveTimes(Watched watched, Writer writer) throws IOException {
        int good = 0;
        for (int i = 0; good < 5; i++) {
            assertTrue(i < 50, "the writer was stalled in nearly every round");
            int before = watched.heard.size();
            write(watched, writer, String.valueOf(100 + i));
            if (longestRest < QUIET.toNanos() / 2) {
                List.copyOf(watched.heard.subList(before, watched.heard.size())).forEach(WritersTest::assertWhole);
                good++;
            }
        }
    }

    private void write(Watched watched, Writer writer, String number) throws IOException {
        String text = number + "-".repeat(LENGTH) + number;
        longestRest = 0;
        lastAct = System.nanoTime();
        writer.write(watched.root.resolve("a.yaml"), text.getBytes(StandardCharsets.UTF_8));
        acted();
        watched.awaitText("a.yaml", text);
    }

    private static void assertWhole(String heard) {
        String text = heard.substring("a.yaml=".length());
        assertEquals(LENGTH + 6, text.length());
        assertTrue(text.endsWith(text.substring(0, 3)), "half a file");
    }

    private void inPieces(OutputStream to, byte[] text) throws IOException {
        try (OutputStream out = to) {
            for (int at = 0; at < text.length; at += 4_000) {
                out.write(text, at, Math.min(4_000, text.length - at));
                acted();
                rest();
            }
        }
    }

    private void filled(RandomAccessFile out, byte[] text) throws IOException {
        for (int at = 0; at < text.length; at += 4_000) {
            out.seek(at);
            out.write(text, at, Math.min(4_000, text.length - at));
            acted();
            rest();
        }
    }

    private void acted() {
        long now = System.nanoTime();
        longestRest = Math.max(longestRest, now - lastAct);
        lastAct = now;
    }

    /** Shorter than the quiet time. */
    private void rest() {
        LockSupport.parkNanos(random.nextInt(15_000_000));
    }
}
