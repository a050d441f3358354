package io.reseat.host.wire;

/** There is no other end to ask any more. */
public final class GoneException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param why it is gone */
    public GoneException(String why) {
        super(why, null, false, false);
    }
}
