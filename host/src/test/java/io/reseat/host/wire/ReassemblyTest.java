package io.reseat.host.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReassemblyTest {
    private final Reassembly reassembly = new Reassembly(100_000);
    private final List<byte[]> written = new ArrayList<>();
    private final Parts parts = new Parts(new OutputStream() {
        @Override
        public void write(byte[] line) {
            written.add(line);
        }

        @Override
        public void write(int single) {
            throw new AssertionError("more than one write for a part");
        }
    });

    @Test
    void eachPartIsWrittenAtOnceAndFitsAPage() throws Exception {
        write("x".repeat(50_000));
        assertEquals(13, written.size());
        written.forEach(line -> assertTrue(line.length <= 4096, () -> line.length + " bytes"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001e{\"seq\":1}",
                "\u001fpart",
                "\u001e",
                "\u001e2 0 50000 of a later message",
                "\u001e0 0 50000 of an earlier one",
                "\u001e1 0 50000 the beginning again",
                "\u001e1 4097 50000 out of order",
                "\u001e1 NEXT 60000 of another length",
                "\u001e1 NEXT 4200 of another length, which ends soon",
                "\u001e1 NEXT 50000 ",
                "\u001e99999999999999999999 0 5 of no number",
                "\u001e1 NEXT 50000no space",
            })
    void whatDoesNotContinueTheMessageIsALineAndDropsNothingOfIt(String printed) throws Exception {
        String message = "x".repeat(50_000);
        write(message);
        for (byte[] line : written.subList(0, written.size() - 1)) {
            assertNull(reassembly.whole(line(line)));
            byte[] noise = printed.replace("NEXT", next(line)).getBytes(UTF_8);
            assertSame(noise, reassembly.whole(noise));
        }
        byte[] last = line(written.get(written.size() - 1));
        assertArrayEquals(message.getBytes(UTF_8), reassembly.whole(last));
        assertSame(last, reassembly.whole(last), "it is over");
    }

    @Test
    void aPartBeyondTheAnnouncedLengthIsALine() throws Exception {
        assertNull(reassembly.whole("\u001e1 0 5 abc".getBytes(UTF_8)));
        byte[] beyond = "\u001e1 3 5 def".getBytes(UTF_8);
        assertSame(beyond, reassembly.whole(beyond));
        assertArrayEquals("abcde".getBytes(UTF_8), reassembly.whole("\u001e1 3 5 de".getBytes(UTF_8)));
    }

    @Test
    void messagesFollowEachOther() throws Exception {
        for (String message : List.of("a".repeat(9_000), "b".repeat(5_000), "c")) {
            written.clear();
            write(message);
            for (byte[] line : written.subList(0, written.size() - 1)) {
                assertNull(reassembly.whole(line(line)));
            }
            assertArrayEquals(message.getBytes(UTF_8), reassembly.whole(line(written.get(written.size() - 1))));
        }
    }

    @Test
    void aMessageThatIsLongerThanMessagesAreIsRefusedAtItsFirstPart() {
        byte[] first = "\u001e1 0 100001 abc".getBytes(UTF_8);
        String why =
                assertThrows(IOException.class, () -> reassembly.whole(first)).getMessage();
        assertEquals("a message of 100001 bytes came, of at most 100000", why);
    }

    private void write(String message) throws IOException {
        byte[] line = (message + "\n").getBytes(UTF_8);
        parts.write(line, 0, line.length);
    }

    /** The offset of the part that follows one. */
    private static String next(byte[] written) {
        String[] words = new String(written, UTF_8).split(" ", 4);
        return Integer.toString(Integer.parseInt(words[1]) + words[3].length() - 1);
    }

    /** Without its line ends. */
    private static byte[] line(byte[] written) {
        return Arrays.copyOfRange(written, 1, written.length - 1);
    }
}
