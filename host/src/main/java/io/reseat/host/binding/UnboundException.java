package io.reseat.host.binding;

/** Leaves a part of the tree whose problems were recorded. Carries nothing. */
final class UnboundException extends Exception {
    private static final long serialVersionUID = 1L;

    UnboundException() {
        super(null, null, false, false);
    }
}
