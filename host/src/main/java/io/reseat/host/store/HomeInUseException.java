package io.reseat.host.store;

import java.io.IOException;

/** Another host runs on a home. */
public final class HomeInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    HomeInUseException(String message) {
        super(message);
    }
}
