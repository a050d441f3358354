package io.reseat.host.cli;

/** A command that was refused or failed: its message is all that the user needs, and the exit status is 1. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message names what failed and the remedy */
    public CommandFailure(String message) {
        super(message);
    }

    /**
     * @param message names what failed and the remedy
     * @param cause shown to nobody, kept for a debugger
     */
    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
