package io.reseat.host.wire;

/** There is no other end to ask any more. */
public final class GoneException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean ofContent;

    /** @param why it is gone */
    public GoneException(String why) {
        this(why, false);
    }

    /** @param ofContent whether what was asked is to blame itself */
    public GoneException(String why, boolean ofContent) {
        super(why, null, false, false);
        this.ofContent = ofContent;
    }

    /** Whether what was asked is to blame itself: it called {@code System.exit}, for example. */
    public boolean ofContent() {
        return ofContent;
    }
}
