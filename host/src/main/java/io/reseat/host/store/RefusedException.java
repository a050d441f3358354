package io.reseat.host.store;

import java.io.IOException;

/** A whole file is no plugin that can be used; the message has the remedy. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    RefusedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** The message, for people. */
    String reason() {
        return reason;
    }
}
