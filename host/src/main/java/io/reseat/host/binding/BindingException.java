package io.reseat.host.binding;

import io.reseat.host.model.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A config that does not fit a plugin's record. Holds text alone: no cause, no object of a plugin. */
public final class BindingException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an immutable list of records; never serialized
    private final List<Problem> problems;

    BindingException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")), null, false, true);
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong, in the file's order; at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
