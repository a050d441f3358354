package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.HostClock;
import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What could not be written to {@code data/}, because the disk is full for example: told as a problem, and tried again
 * until it can be. Confined to the disk's thread, but for {@link #trouble}.
 */
final class Backlog {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final int MOST = 10_000;

    private final DiskThread disk;
    private final HostClock clock;
    private final Runnable mended;
    private final Map<String, Job> unwritten = new LinkedHashMap<>();
    private volatile Optional<Problem> trouble = Optional.empty();
    private long unread;

    /** Something that is written; may be run again after it failed. */
    interface Job {
        void run() throws IOException;
    }

    /** @param mended told, on the disk's thread, when all is written that could not be */
    Backlog(DiskThread disk, HostClock clock, Runnable mended) {
        this.disk = disk;
        this.clock = clock;
        this.mended = mended;
    }

    /** Why {@code data/} cannot be written; empty where all is. Any thread may ask. */
    Optional<Problem> trouble() {
        return trouble;
    }

    /**
     * Writes something now, or when that is possible.
     *
     * @param what it is, for people; of two of one name that cannot be written the newer is enough, unless what is there
     *     could not even be read
     */
    void write(String what, Job job) {
        try {
            job.run();
            unwritten.remove(what);
        } catch (IOException e) {
            failed(what, job, what, e);
        } catch (UncheckedIOException e) {
            failed(what + " " + ++unread, job, what, e);
        } catch (RuntimeException | Error e) {
            LOG.error("data: a fault of the host, in writing {}", what, e);
            failed(what + " " + ++unread, job, what, e);
        }
    }

    private void failed(String key, Job job, String what, Throwable why) {
        boolean first = unwritten.isEmpty();
        if (unwritten.size() == MOST && !unwritten.containsKey(key)) {
            LOG.error("data: too much waits to be written; dropped was: {}", what);
            return;
        }
        unwritten.put(key, job);
        Problem problem = new Problem(
                Place.of("data"),
                "cannot be written: " + what + " (" + why
                        + "); tasks run on, and what is missing there is tried again: "
                        + (ofDisk(why)
                                ? "free some space or mend its permissions"
                                : "this is a fault of the host, please report it with the log"));
        trouble = Optional.of(problem);
        if (first) {
            LOG.error("{}", problem);
            later();
        }
    }

    private static boolean ofDisk(Throwable why) {
        return why instanceof IOException || why instanceof UncheckedIOException;
    }

    private void later() {
        clock.later(AGAIN, () -> disk.execute(this::again));
    }

    /** The first that the disk does not take speaks for the others; a fault of the host in one holds up no other. */
    private void again() {
        for (Map.Entry<String, Job> one : List.copyOf(unwritten.entrySet())) {
            try {
                one.getValue().run();
                unwritten.remove(one.getKey());
            } catch (IOException | UncheckedIOException e) {
                later();
                return;
            } catch (RuntimeException | Error e) {
                LOG.debug("data: still a fault of the host, in writing {}: {}", one.getKey(), e.toString());
            }
        }
        if (!unwritten.isEmpty()) {
            later();
            return;
        }
        trouble = Optional.empty();
        LOG.info("data: can be written again, and nothing is missing there");
        mended.run();
    }

    /** What could still not be written when the host ends. */
    void lastTry() {
        unwritten.forEach((what, job) -> {
            try {
                job.run();
            } catch (IOException | RuntimeException | Error e) {
                LOG.error("data: lost, since it could not be written: {} ({})", what, e.toString());
            }
        });
    }
}
