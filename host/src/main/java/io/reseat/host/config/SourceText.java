package io.reseat.host.config;

import io.reseat.host.model.Place;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Turns the bytes of a file into text, and refuses what no editor meant to write. */
final class SourceText {
    static final int MOST_BYTES = 1 << 20;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private SourceText() {}

    static String decode(String file, byte[] content) throws UnreadableFileException {
        if (content.length > MOST_BYTES) {
            throw new UnreadableFileException(
                    Place.of(file), "has " + content.length + " bytes; a config file has at most 1 MiB");
        }
        String text = decodeUtf8(file, content);
        if (text.isBlank()) {
            throw new UnreadableFileException(Place.of(file), "is empty");
        }
        refuseControlCharacters(file, text);
        return text;
    }

    private static String decodeUtf8(String file, byte[] content) throws UnreadableFileException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(content);
        CharBuffer out = CharBuffer.allocate(content.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            String before = out.flip().toString();
            throw new UnreadableFileException(
                    place(file, before, before.length()), "is not valid UTF-8 here; save the file as UTF-8");
        }
        return out.flip().toString();
    }

    private static void refuseControlCharacters(String file, String text) throws UnreadableFileException {
        if (text.charAt(0) == BYTE_ORDER_MARK) {
            throw new UnreadableFileException(
                    new Place(file, 1, 1), "starts with a byte order mark; save the file as UTF-8 without one");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t' && c != '\u0085') {
                throw new UnreadableFileException(
                        place(file, text, i),
                        String.format("has the control character U+%04X here; remove it", (int) c));
            }
        }
    }

    private static Place place(String file, String text, int index) {
        int line = 1;
        int start = 0;
        for (int i = text.indexOf('\n'); i >= 0 && i < index; i = text.indexOf('\n', i + 1)) {
            line++;
            start = i + 1;
        }
        return new Place(file, line, text.codePointCount(start, index) + 1);
    }
}
