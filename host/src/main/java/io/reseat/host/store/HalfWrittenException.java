package io.reseat.host.store;

import java.io.IOException;

/** A copied file is not whole: its writer may still be at work, or has given up. */
final class HalfWrittenException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final String COPY_AGAIN =
            "it was copied in part, or is no JAR: copy it again under a hidden name and"
                    + " rename that to its own, or build it again";

    private final String reason;
    private final String remedy;

    /** What it is that another copy mends. */
    HalfWrittenException(String reason) {
        this(reason, COPY_AGAIN);
    }

    private HalfWrittenException(String reason, String remedy) {
        super(reason);
        this.reason = reason;
        this.remedy = remedy;
    }

    /** What the reason says how to mend. */
    static HalfWrittenException withRemedy(String reason) {
        return new HalfWrittenException(reason, "");
    }

    /** The same of a file in a folder. */
    HalfWrittenException in(String file) {
        return new HalfWrittenException("its file '" + file + "': " + reason, remedy);
    }

    /** The reason with what to do, once nobody writes to the file any more. */
    String problem() {
        return remedy.isEmpty() ? reason : reason + "; " + remedy;
    }
}
