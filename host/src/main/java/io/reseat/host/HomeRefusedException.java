package io.reseat.host;

/** A home cannot be used as it is; the message says why and what to do about it. */
final class HomeRefusedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    HomeRefusedException(String message) {
        super(message);
    }
}
