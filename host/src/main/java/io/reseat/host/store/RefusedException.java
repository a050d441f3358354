package io.reseat.host.store;

import java.io.IOException;

/** A whole file is no plugin that can be used; the message has the remedy. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
        super(reason);
    }
}
