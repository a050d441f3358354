package io.reseat.api;

import java.util.Comparator;

/**
 * A number that orders the holders of one task: who holds a higher one came later.
 *
 * <p>On one machine the epoch rises with each start of the host, and the sequence is the number of the generation. A
 * generation keeps its token: one that was left alone with a cycle that does not end has a lower one than its successor.
 *
 * @param epoch rises each time the task is granted to a host, from 1 on
 * @param sequence rises with each start of a generation within an epoch, from 1 on
 */
public record FenceToken(long epoch, long sequence) implements Comparable<FenceToken> {
    private static final Comparator<FenceToken> ORDER =
            Comparator.comparingLong(FenceToken::epoch).thenComparingLong(FenceToken::sequence);

    @Override
    public int compareTo(FenceToken other) {
        return ORDER.compare(this, other);
    }
}
