package io.reseat.host.config;

import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;

/** Ends the reading of a file whose syntax leaves nothing to go on with. */
final class UnreadableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // a record of text; never serialized
    private final Problem problem;

    UnreadableFileException(Place place, String message) {
        super(message, null, false, false);
        this.problem = new Problem(place, message);
    }

    Problem problem() {
        return problem;
    }
}
