package io.reseat.samples.fileimport;

/** A record, or a whole file, that cannot be imported; the message says why. */
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
        super(message);
    }
}
