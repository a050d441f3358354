package io.reseat.samples.fileimport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Splits a file into records and knows the byte after each, so that reading can go on there after a reload or a kill. A
 * record that is broken spoils no other one. Owned by the importing thread.
 */
final class Records implements AutoCloseable {
    private static final int LONGEST = 1 << 20;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final FileChannel file;
    private final boolean quotes;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).limit(0);
    private long offset;
    private long line;
    private boolean quoteIsOpen;

    /** Reads from the start; with {@code quotes}, a line end inside double quotes does not end a record. */
    Records(Path path, boolean quotes) throws IOException {
        this.file = FileChannel.open(path);
        this.quotes = quotes;
    }

    /** The byte after the last record. */
    long offset() {
        return offset;
    }

    /** How many lines lie before {@link #offset}. */
    long line() {
        return line;
    }

    /** Goes on from a place where a record ended. */
    void seek(long newOffset, long newLine) throws IOException {
        file.position(newOffset);
        buffer.limit(0);
        offset = newOffset;
        line = newLine;
    }

    /** The next record that is not blank, or null at the end of the file. */
    @Nullable
    SourceRecord next() throws IOException {
        SourceRecord record = read();
        while (record != null && record.isBlank()) {
            record = read();
        }
        return record;
    }

    private @Nullable SourceRecord read() throws IOException {
        long first = line + 1;
        boolean atStart = offset == 0;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        quoteIsOpen = false;
        if (!readLine(text)) {
            return null;
        }
        if (text.size() > LONGEST) {
            return new SourceRecord(first, "", "it is longer than 1 MiB");
        }
        return quotes && quoteIsOpen ? readToClosingQuote(first, text) : decode(first, text, atStart);
    }

    /** If no quote closes it, the first line alone is broken, and reading goes on behind that. */
    private SourceRecord readToClosingQuote(long first, ByteArrayOutputStream text) throws IOException {
        long afterFirst = offset;
        byte[] firstLine = text.toByteArray();
        while (quoteIsOpen) {
            if (text.size() > LONGEST || !readLine(text)) {
                seek(afterFirst, first);
                String shown = withoutLineEnd(new String(firstLine, StandardCharsets.UTF_8));
                return new SourceRecord(first, shown, "a quote is opened and never closed");
            }
        }
        return decode(first, text, afterFirst == firstLine.length);
    }

    /** Adds a line with its end to the text, but not much more than {@link #LONGEST}; false at the end of the file. */
    private boolean readLine(ByteArrayOutputStream text) throws IOException {
        long begin = offset;
        boolean ended = false;
        while (!ended && fill()) {
            int from = buffer.position();
            while (!ended && buffer.hasRemaining()) {
                byte next = buffer.get();
                quoteIsOpen ^= next == '"';
                ended = next == '\n';
            }
            int length = buffer.position() - from;
            offset += length;
            text.write(buffer.array(), from, Math.max(0, Math.min(length, LONGEST + 1 - text.size())));
        }
        line += offset > begin ? 1 : 0;
        return offset > begin;
    }

    private boolean fill() throws IOException {
        if (!buffer.hasRemaining()) {
            int read = file.read(buffer.clear());
            buffer.flip();
            return read > 0;
        }
        return true;
    }

    private static SourceRecord decode(long first, ByteArrayOutputStream bytes, boolean atStart) {
        try {
            ByteBuffer encoded = ByteBuffer.wrap(bytes.toByteArray());
            String text = StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
            boolean marked = atStart && text.startsWith(BYTE_ORDER_MARK);
            return new SourceRecord(first, withoutLineEnd(marked ? text.substring(1) : text), "");
        } catch (CharacterCodingException e) {
            return new SourceRecord(first, withoutLineEnd(bytes.toString(StandardCharsets.UTF_8)), "it is not UTF-8");
        }
    }

    private static String withoutLineEnd(String text) {
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
