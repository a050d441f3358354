package io.reseat.host.watch;

import java.io.IOException;

/** Reads a quiet file and turns it into a value. Called on its tree's own thread. */
@FunctionalInterface
public interface Taker<T> {
    /**
     * Takes one entry. The result is thrown away if the entry changed meanwhile.
     *
     * @throws IOException counts as {@link Taking.Unusable}
     */
    Taking<T> take(TreeFile file) throws IOException;
}
