package io.reseat.bench;

import java.util.ArrayList;
import java.util.List;

/** The times at which cycles of one task ended, of whatever generation, and the pauses between them. Immutable. */
final class Pauses {
    private final long[] ends;

    Pauses(List<Pulse> pulses) {
        ends = pulses.stream().mapToLong(Pulse::nanos).sorted().toArray();
        if (ends.length < 2) {
            throw new IllegalStateException(ends.length + " cycles have no pause between them");
        }
    }

    Distribution all() {
        List<Long> nanos = new ArrayList<>();
        for (int i = 1; i < ends.length; i++) {
            nanos.add(ends[i] - ends[i - 1]);
        }
        return new Distribution(nanos);
    }

    /** The longest pause of each reload: of those that end after its rename and before the next one's. */
    Distribution longestAfterEach(List<Long> renames) {
        List<Long> longest = new ArrayList<>();
        int at = 1;
        for (int reload = 0; reload < renames.size(); reload++) {
            long until = reload + 1 < renames.size() ? renames.get(reload + 1) : Long.MAX_VALUE;
            long most = 0;
            for (; at < ends.length && ends[at] < until; at++) {
                most = Math.max(most, ends[at] > renames.get(reload) ? ends[at] - ends[at - 1] : 0);
            }
            longest.add(most);
        }
        return new Distribution(longest);
    }
}
