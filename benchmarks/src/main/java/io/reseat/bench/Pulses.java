package io.reseat.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * The file that pulse tasks append to, read as it grows. Polled: the records carry their time, so a late look costs no
 * accuracy, and a look costs about a microsecond. Used by the one thread that measures.
 */
final class Pulses implements AutoCloseable {
    private static final long LOOK_EVERY = 200_000;

    private final Path file;
    private final PulseForm form;
    private final FileChannel channel;
    private final ArrayDeque<Pulse> unread = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 15);
    private long position;
    private long torn;

    Pulses(Path file) throws IOException {
        this(file, PulseForm.RECORD);
    }

    Pulses(Path file, PulseForm form) throws IOException {
        this.file = file;
        this.form = form;
        Files.write(file, new byte[0]);
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    Path file() {
        return file;
    }

    /** How many cycles found a payload that was not whole. */
    long torn() {
        return torn;
    }

    /** The first pulse from here on that shows the marker; those before it are dropped. */
    Pulse await(long marker, Duration patience) {
        return find(marker, patience)
                .orElseThrow(() -> new IllegalStateException(
                        "no cycle with marker " + marker + " within " + patience + "; see the log beside " + file));
    }

    Optional<Pulse> find(long marker, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        do {
            for (Pulse pulse = next(); pulse != null; pulse = next()) {
                if (pulse.shows(marker)) {
                    return Optional.of(pulse);
                }
            }
            LockSupport.parkNanos(LOOK_EVERY);
        } while (System.nanoTime() < end);
        return Optional.empty();
    }

    /** All pulses up to the first that shows the marker, that one included. */
    List<Pulse> readUntil(long marker, Duration patience) {
        return readUntil(pulse -> pulse.shows(marker), "with marker " + marker, patience);
    }

    /** All pulses up to the first cycle of another process, that one included. */
    List<Pulse> readUntilNot(long process, Duration patience) {
        return readUntil(pulse -> pulse.process() != process, "but of process " + process, patience);
    }

    private List<Pulse> readUntil(Predicate<Pulse> wanted, String what, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        List<Pulse> read = new ArrayList<>();
        while (read.isEmpty() || !wanted.test(read.get(read.size() - 1))) {
            Pulse pulse = next();
            if (pulse != null) {
                read.add(pulse);
            } else if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "no cycle " + what + " within " + patience + "; see the log beside " + file);
            } else {
                LockSupport.parkNanos(LOOK_EVERY);
            }
        }
        return read;
    }

    /** All pulses that were written up to now and not read yet. */
    List<Pulse> readAll() {
        List<Pulse> read = new ArrayList<>();
        for (Pulse pulse = next(); pulse != null; pulse = next()) {
            read.add(pulse);
        }
        return read;
    }

    /** Waits for so many further pulses and gives the last one. */
    Pulse awaitCount(int count, Duration patience) {
        return readCount(count, patience).get(count - 1);
    }

    /** Waits for so many further pulses. */
    List<Pulse> readCount(int count, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        List<Pulse> read = new ArrayList<>(count);
        while (read.size() < count) {
            Pulse pulse = next();
            if (pulse != null) {
                read.add(pulse);
            } else if (System.nanoTime() > end) {
                throw new IllegalStateException(read.size() + " of " + count + " tasks ran within " + patience);
            } else {
                LockSupport.parkNanos(LOOK_EVERY);
            }
        }
        return read;
    }

    private @org.jspecify.annotations.Nullable Pulse next() {
        if (unread.isEmpty()) {
            look();
        }
        return unread.poll();
    }

    private void look() {
        try {
            buffer.clear();
            channel.read(buffer, position);
            buffer.flip();
            for (Pulse pulse = form.take(buffer); pulse != null; pulse = form.take(buffer)) {
                torn += pulse.whole() ? 0 : 1;
                unread.add(pulse);
            }
            position += buffer.position();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
