package io.reseat.host.model;

/**
 * Who asked for something.
 *
 * @param kind by which way
 * @param detail the file that changed, the JMX user, the signal's name; may be empty
 */
public record Requester(Kind kind, String detail) {
    /** The ways in. */
    public enum Kind {
        FILE,
        JMX,
        COMMAND,
        SIGNAL,
        HOST
    }

    @Override
    public String toString() {
        String name = kind.name().toLowerCase(java.util.Locale.ROOT);
        return detail.isEmpty() ? name : name + " " + detail;
    }
}
