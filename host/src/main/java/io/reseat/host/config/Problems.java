package io.reseat.host.config;

import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is wrong with one file, collected while it is read. */
final class Problems {
    private static final int MOST = 100;

    private final List<Problem> found = new ArrayList<>();
    private int more;

    void add(Place place, String message) {
        if (found.size() < MOST) {
            found.add(new Problem(place, message));
        } else {
            more++;
        }
    }

    /** Whether the value at a place is known to be bad, so that what follows from it need not be said. */
    boolean has(Place place) {
        for (Problem problem : found) { // asked for each value of each file, so no stream is made for nothing
            if (problem.place().equals(place)) {
                return true;
            }
        }
        return false;
    }

    boolean none() {
        return found.isEmpty();
    }

    /** In the file's order: all, or the first hundred that were found and how many more there are. */
    List<Problem> inOrder() {
        if (found.isEmpty()) {
            return List.of();
        }
        Stream<Problem> sorted = found.stream()
                .sorted(Comparator.comparingInt((Problem p) -> p.place().line())
                        .thenComparingInt(p -> p.place().column()));
        return Stream.concat(sorted, others().stream()).toList();
    }

    private Optional<Problem> others() {
        return more == 0
                ? Optional.empty()
                : Optional.of(new Problem(
                        Place.of(found.get(0).place().file()),
                        "and " + more + (more == 1 ? " more problem" : " more problems") + "; correct these first"));
    }
}
