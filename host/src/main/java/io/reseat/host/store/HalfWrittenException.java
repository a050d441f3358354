package io.reseat.host.store;

import java.io.IOException;

/** A copied file is not whole: its writer may still be at work, or has given up. */
final class HalfWrittenException extends IOException {
    private static final long serialVersionUID = 1L;

    HalfWrittenException(String reason) {
        super(reason);
    }
}
