package io.reseat.host.config;

import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with one file, collected while it is read. */
final class Problems {
    private static final int MOST = 100;

    private final List<Problem> found = new ArrayList<>();

    void add(Place place, String message) {
        if (found.size() < MOST) {
            found.add(new Problem(place, message));
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

    /** All of them in the file's order. */
    List<Problem> inOrder() {
        if (found.isEmpty()) {
            return List.of();
        }
        return found.stream()
                .sorted(Comparator.comparingInt((Problem p) -> p.place().line())
                        .thenComparingInt(p -> p.place().column()))
                .toList();
    }
}
