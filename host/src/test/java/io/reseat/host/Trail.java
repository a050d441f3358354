package io.reseat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.CounterHome.Pair;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the task of a {@link CounterHome} wrote down, over all hosts that ran on it. Reads what is new, and fails where a
 * count was lost or doubled, a generation's number fell, or code ran with a config that never lay beside it.
 */
final class Trail {
    private final CounterHome home;
    private final Path file;
    private long read;
    private long generation;
    private long count;
    private boolean killed;
    private Optional<Pair> last = Optional.empty();

    Trail(CounterHome home) {
        this.home = home;
        this.file = home.root().resolve("trail");
    }

    /** The host was killed: what it did last may have been saved without having been written down. */
    void killed() throws IOException {
        look();
        killed = true;
        last = Optional.empty();
    }

    /** The host was stopped: what it did last is saved, and the next host counts on from there. */
    void stopped() throws IOException {
        look();
        last = Optional.empty();
    }

    /** The newest pair of code and config that ran since the last host ended. */
    Optional<Pair> last() throws IOException {
        look();
        return last;
    }

    long count() throws IOException {
        look();
        return count;
    }

    private void look() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] fresh = new byte[(int) (in.length() - read)];
            in.seek(read);
            in.readFully(fresh);
            String text = new String(fresh, StandardCharsets.UTF_8);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            read += whole.length();
            whole.lines().forEach(this::follow);
        }
    }

    private void follow(String line) {
        String[] words = line.split(" ");
        number(line, Long.parseLong(words[1]));
        Pair pair = new Pair(words[2], words[3]);
        assertTrue(home.everHeld(pair), () -> line + ": this code never lay beside this config");
        long found = Long.parseLong(words[4]);
        if (words[0].equals("restored")) {
            boolean unwritten = killed && found == count + 1;
            assertTrue(found == count || unwritten, () -> line + ": the last count was " + count);
        } else {
            assertEquals(count + 1, found, line);
            last = Optional.of(pair);
        }
        killed = false;
        count = found;
    }

    private void number(String line, long found) {
        assertTrue(killed ? found > generation : found >= generation, () -> line + ": before it was " + generation);
        generation = found;
    }
}
