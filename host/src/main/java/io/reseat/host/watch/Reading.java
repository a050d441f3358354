package io.reseat.host.watch;

import io.reseat.host.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads entries of a source for a {@link Taker}, and compares what was taken before. Owned by the tree's thread. */
final class Reading<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

    private final TreeSource source;
    private final Taker<T> taker;

    Reading(TreeSource source, Taker<T> taker) {
        this.source = source;
        this.taker = taker;
    }

    /** What the taker says; a failure is an {@link Taking.Unusable} too. */
    Taking<T> take(String name, FileStat stat) {
        TreeFile file = source.file(name, stat);
        try {
            return taker.take(file);
        } catch (IOException e) {
            return new Taking.Unusable<>("it cannot be read: " + IoText.of(e));
        } catch (RuntimeException | Error e) {
            LOG.error("Taking {} failed and is tried again", file.shown(), e);
            return new Taking.Unusable<>("taking it failed: " + e + "; that is tried again, and logs/ has the rest");
        }
    }

    /** Whether the file still has the bytes that were taken. */
    boolean same(@Nullable Taking<T> taken, String name, FileStat stat) {
        if (stat.directory()) {
            return false;
        }
        MessageDigest sha = Digest.sha256();
        byte[] buffer = new byte[16 * 1024];
        try (InputStream in = source.file(name, stat).open()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
            }
        } catch (IOException e) {
            return false;
        }
        Digest now = Digest.ofRaw(sha.digest());
        return (taken instanceof Taking.Taken<T> t && t.digest().equals(now))
                || (taken instanceof Taking.Refused<T> r && r.contentDigest().equals(now));
    }

    /** Whether nothing changed between two results. */
    static <T> boolean same(@Nullable Taking<T> before, Taking<T> now) {
        if (before instanceof Taking.Taken<T> a && now instanceof Taking.Taken<T> b) {
            return a.digest().equals(b.digest());
        }
        return before instanceof Taking.Refused<T> && now instanceof Taking.Refused<T> && before.equals(now);
    }
}
