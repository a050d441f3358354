package io.reseat.host.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together that come in {@link Parts}, one at a time. What does not continue the one that is coming, or begin
 * the one that comes next, is a line as any other and disturbs nothing. For one thread.
 */
final class Reassembly {
    private static final Pattern HEAD = Pattern.compile(Parts.MARK + "(\\d{1,18}) (\\d{1,9}) (\\d{1,18}) ");
    private static final int LONGEST_HEAD = 50;

    private final int longest;
    private ByteArrayOutputStream message = new ByteArrayOutputStream();
    private long number;
    private long length;

    /** @param longest the most bytes of a message */
    Reassembly(int longest) {
        this.longest = longest;
    }

    /**
     * The message or other line that this is, or the message that it ends; null if more of that has to come.
     *
     * @throws IOException if it is longer than messages are
     */
    byte @Nullable [] whole(byte[] line) throws IOException {
        Matcher head = head(line);
        if (head == null || !continues(head, line.length - head.end())) {
            return line;
        }
        number = Long.parseLong(head.group(1));
        length = Long.parseLong(head.group(3));
        if (length > longest) {
            throw new IOException("a message of " + length + " bytes came, of at most " + longest);
        }
        message.write(line, head.end(), line.length - head.end());
        return message.size() < length ? null : taken();
    }

    /** Whether a part of so many bytes is the next one: of the message that is coming, or the first one of the next. */
    private boolean continues(Matcher head, int size) {
        boolean coming = message.size() > 0;
        long whole = Long.parseLong(head.group(3));
        return size > 0
                && Long.parseLong(head.group(1)) == (coming ? number : number + 1)
                && Long.parseLong(head.group(2)) == message.size()
                && (!coming || whole == length)
                && message.size() + (long) size <= whole;
    }

    private byte[] taken() {
        byte[] whole = message.toByteArray();
        message = new ByteArrayOutputStream(); // not what a long one grew to
        return whole;
    }

    private static @Nullable Matcher head(byte[] line) {
        if (line.length == 0 || line[0] != Parts.MARK) {
            return null;
        }
        int length = Math.min(line.length, LONGEST_HEAD);
        Matcher head = HEAD.matcher(new String(line, 0, length, StandardCharsets.ISO_8859_1));
        return head.lookingAt() ? head : null;
    }
}
