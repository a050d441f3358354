package io.reseat.samples.fileimport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectFileTest {
    @TempDir
    Path folder;

    @Test
    void whatAKillLeftBehindTheGoodLengthIsCutOff() throws IOException {
        Path path = folder.resolve("a.rejects");
        RejectFile file = new RejectFile(path);
        long good = file.append(0, List.of(reject(1, "a")));
        Files.writeString(
                path,
                "line 2: written, but never committed | much longer than what follows\n",
                StandardOpenOption.APPEND);
        file.append(good, List.of(reject(2, "b")));
        assertEquals("line 1: bad | a\nline 2: bad | b\n", Files.readString(path));
    }

    @Test
    void aRecordOfSeveralLinesIsListedOnOne() throws IOException {
        Path path = folder.resolve("a.rejects");
        new RejectFile(path).append(0, List.of(reject(1, "a\r\n\\b")));
        assertEquals("line 1: bad | a\\r\\n\\\\b\n", Files.readString(path));
    }

    @Test
    void withoutRejectsThereIsNoFile() throws IOException {
        assertEquals(0, new RejectFile(folder.resolve("a.rejects")).append(0, List.of()));
        assertEquals(0, Inputs.files(folder));
    }

    private static Reject reject(long line, String text) {
        return new Reject(new SourceRecord(line, text, ""), "bad");
    }
}
