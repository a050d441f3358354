package io.reseat.host.config;

import io.reseat.host.model.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one file says.
 *
 * @param value what it means; present exactly where there are no problems
 * @param problems all that is wrong with it, in the file's order
 * @param references the files that {@code ${file:…}} names, as absolute normalized paths; also where parsing failed, so
 *     that a missing one can be watched
 */
public record Parsed<T>(Optional<T> value, List<Problem> problems, Set<String> references) {
    public Parsed {
        problems = List.copyOf(problems);
        references = Set.copyOf(references);
        if (value.isPresent() != problems.isEmpty()) {
            throw new IllegalArgumentException("a file has either a value or problems");
        }
    }
}
