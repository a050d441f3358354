package io.reseat.host.watch;

import io.reseat.host.model.Digest;
import io.reseat.host.model.Problem;

/** What a {@link Taker} made of a file. */
public sealed interface Taking<T> {
    /**
     * The content is whole and usable.
     *
     * @param digest of the content: an equal digest means that nothing changed. If it is the SHA-256 of the file's
     *     bytes, a doubtful file is verified by hashing instead of being taken again
     */
    record Taken<T>(T value, Digest digest) implements Taking<T> {}

    /**
     * The content is not whole yet; asked again at the next change, and after growing delays.
     *
     * @param reason for people
     */
    record NotYet<T>(String reason) implements Taking<T> {}

    /**
     * There is no content to judge: the file cannot be read, say. Nobody waits for it; asked again at the next change, and
     * after growing delays.
     *
     * @param reason for people, with the remedy
     */
    record Unusable<T>(String reason) implements Taking<T> {}

    /**
     * The content is whole but no good. Kept as an entry; looked at again as soon as it changes.
     *
     * @param contentDigest of the refused content
     */
    record Refused<T>(Digest contentDigest, Problem problem) implements Taking<T> {}
}
