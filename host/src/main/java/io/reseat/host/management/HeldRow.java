package io.reseat.host.management;

import io.reseat.host.model.HeldContent;
import java.util.Date;

/**
 * A content that is not tried again until it changes or somebody forces it, as an open type.
 *
 * @param pluginDigest SHA-256 of the plugin
 * @param configDigest keyed digest of the config
 * @param why one sentence, which follows "this content"
 * @param since when it failed or was gone back from
 */
public record HeldRow(String pluginDigest, String configDigest, String why, Date since) {
    static HeldRow of(HeldContent held) {
        return new HeldRow(held.artifact().hex(), held.config().hex(), held.why(), Date.from(held.at()));
    }

    /** For a text. */
    String sentence() {
        return "held since " + Words.at(since) + ": plugin " + brief(pluginDigest) + " with config "
                + brief(configDigest) + " " + why;
    }

    private static String brief(String digest) {
        return digest.substring(0, Math.min(12, digest.length()));
    }
}
