package io.reseat.host.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Writes a file of the host's own at each interval and expects the doorbell to ring for it. Owned by the doorbell's
 * thread.
 */
final class Canary implements Doorbell.Bell {
    /** How long an event may take on a machine under load before the doorbell counts as dead. */
    private final long patience;

    private final Path directory;
    private final Duration interval;
    private volatile boolean registered;
    private boolean waiting;
    private boolean heard;
    private boolean failed;
    private long writtenAt;

    Canary(Path directory, Duration interval, Duration patience) {
        this.directory = directory;
        this.interval = interval;
        this.patience = patience.toNanos();
    }

    Duration interval() {
        return interval;
    }

    /** The doorbell was opened anew, so the test starts anew. */
    void restart() {
        registered = false;
    }

    /** Writes if it is time. */
    void beforeWait(Doorbell doorbell) {
        if (!registered) {
            waiting = false;
        }
        if (!waiting && (!registered || System.nanoTime() - writtenAt >= interval.toNanos())) {
            if (failed) {
                failed = false;
                doorbell.reopen();
            }
            write(doorbell);
        }
    }

    /** How many nanoseconds may pass until this must be asked again. */
    long longestWait() {
        long wait = waiting ? patience : interval.toNanos();
        return Math.max(TimeUnit.MILLISECONDS.toNanos(1), wait - (System.nanoTime() - writtenAt));
    }

    /** Judges. */
    void afterWait(Doorbell doorbell) {
        if (heard) {
            heard = false;
            waiting = false;
            doorbell.works();
        } else if (waiting && System.nanoTime() - writtenAt >= patience) {
            waiting = false;
            failed = true;
            doorbell.impaired("no event came for a test file in " + directory
                    + " (trees are looked at every two seconds; is this a network file system?)");
        }
    }

    @Override
    public void rung(List<WatchEvent<?>> events) {
        heard = true;
    }

    @Override
    public void silent() {
        registered = false;
    }

    private void write(Doorbell doorbell) {
        writtenAt = System.nanoTime();
        try {
            Files.createDirectories(directory);
            if (!registered) {
                doorbell.register(directory, this);
                registered = true;
            }
            Files.write(directory.resolve("canary"), new byte[] {'.'});
            waiting = true;
        } catch (IOException e) {
            registered = true;
            doorbell.impaired("the test file in " + directory + " cannot be written (" + e + ")");
        }
    }
}
