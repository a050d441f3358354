package io.reseat.host.store;

import io.reseat.host.model.Digest;
import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import io.reseat.host.store.Staging.Incomplete;
import io.reseat.host.store.Staging.Refused;
import io.reseat.host.store.Staging.Unreadable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Decides how long what looks half-written may still become whole. Safe from any thread; remembers each source that is
 * waited for by the place it is shown at.
 */
final class Patience {
    /** A broken source that did not change for so long is broken for good. */
    static final Duration SETTLED = Duration.ofSeconds(5);

    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration LATER = Duration.ofSeconds(1);
    private static final int MOST_WAITING = 10_000;

    private final LongSupplier nanoTime;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    Patience(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The source, or the store, could not be read or written. */
    Staging unreadable(Source source, IOException e) {
        if (e instanceof HalfWrittenException || e instanceof RefusedException) {
            return new Incomplete(source.shown() + ": " + e.getMessage(), LATER);
        } else if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
            return new Incomplete(source.shown() + ": it went away while it was copied", LATER);
        } else if (e instanceof AccessDeniedException) {
            return new Unreadable("it cannot be copied: the user that runs the host may not read " + e.getMessage()
                    + "; change its owner or its mode");
        }
        return new Unreadable("it cannot be copied (" + e + "): mend that; it is tried again");
    }

    /** The source changed while it was copied. */
    Incomplete changing(Source source) {
        waiting.remove(source.shown());
        return new Incomplete(source.shown() + ": it changed while it was copied", SOON);
    }

    /** The source's copy is broken. */
    Staging broken(Source source, Object fingerprint, Digest digest, HalfWrittenException why) {
        String reason = String.valueOf(why.getMessage());
        if (waiting.size() > MOST_WAITING) {
            waiting.clear(); // names that never came back; those that do wait a little longer
        }
        long now = nanoTime.getAsLong();
        Waiting since = waiting.compute(
                source.shown(),
                (key, before) -> before != null && before.sameAs(fingerprint, digest, reason)
                        ? before
                        : new Waiting(fingerprint, digest, reason, now));
        Duration left = SETTLED.minusNanos(now - since.nanoTime);
        if (left.isZero() || left.isNegative()) {
            return new Refused(digest, new Problem(Place.of(source.shown()), why.problem()));
        }
        return new Incomplete(source.shown() + ": " + reason, left);
    }

    /** The source is waited for no more. */
    void over(Source source) {
        waiting.remove(source.shown());
    }

    private record Waiting(Object fingerprint, Digest digest, String reason, long nanoTime) {
        boolean sameAs(Object nowFingerprint, Digest nowDigest, String nowReason) {
            return fingerprint.equals(nowFingerprint) && digest.equals(nowDigest) && reason.equals(nowReason);
        }
    }
}
