package io.reseat.samples.fileimport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsTest {
    @TempDir
    Path folder;

    @Test
    void aQuotedFieldMaySpanLinesAndTheLineNumbersGoOnBehindIt() throws IOException {
        assertEquals(List.of("1:a,b", "2:\"x\ny\n\",z", "5:c"), read("a,b\n\"x\ny\n\",z\nc", true));
    }

    @Test
    void withoutQuotesEveryLineIsARecord() throws IOException {
        assertEquals(List.of("1:{\"a\":", "2:\"b\"}"), read("{\"a\":\n\"b\"}\n", false));
    }

    @Test
    void anotherLineEndAByteOrderMarkAndBlankLinesAreNoData() throws IOException {
        assertEquals(List.of("1:a", "4:b "), read("\uFEFFa\r\n\r\n  \nb \r\n", true));
    }

    @Test
    void aQuoteThatIsNeverClosedSpoilsOneLineOnly() throws IOException {
        assertEquals(
                List.of("1:a", "2:b\" broken: a quote is opened and never closed", "3:c", "4:d"),
                read("a\nb\"\nc\nd\n", true));
    }

    @Test
    void aLineThatIsTooLongSpoilsNoOther() throws IOException {
        List<String> records = read("a\n" + "x".repeat(3 << 20) + "\nb\n", false);
        assertEquals(List.of("1:a", "2: broken: it is longer than 1 MiB", "3:b"), records);
    }

    @Test
    void bytesThatAreNoUtf8SpoilOneRecord() throws IOException {
        byte[] latin = "a\ncaf\u00e9\nb\n".getBytes(StandardCharsets.ISO_8859_1);
        List<String> records = read(Files.write(folder.resolve("latin"), latin), false);
        assertEquals(3, records.size());
        assertTrue(records.get(1).endsWith("broken: it is not UTF-8"), records::toString);
    }

    @Test
    void readingGoesOnAtTheEndOfAnyRecordAsIfItHadNeverStopped() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Path file = Files.writeString(folder.resolve("random"), randomText(new Random(seed)));
            List<String> whole = read(file, true);
            try (Records records = new Records(file, true)) {
                for (int done = 1; records.next() != null; done++) {
                    assertEquals(whole.subList(done, whole.size()), readFrom(file, records), "seed " + seed);
                }
            }
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i >= 0; i--) {
            text.append("a,\"\n\r\n\u00fc ".charAt(random.nextInt(8)));
        }
        return text.toString();
    }

    private static List<String> readFrom(Path file, Records other) throws IOException {
        try (Records records = new Records(file, true)) {
            records.seek(other.offset(), other.line());
            return rest(records);
        }
    }

    private List<String> read(String content, boolean quotes) throws IOException {
        return read(Files.writeString(folder.resolve("file"), content), quotes);
    }

    private static List<String> read(Path file, boolean quotes) throws IOException {
        try (Records records = new Records(file, quotes)) {
            return rest(records);
        }
    }

    private static List<String> rest(Records records) throws IOException {
        List<String> all = new ArrayList<>();
        for (SourceRecord record = records.next(); record != null; record = records.next()) {
            String problem = record.problem().isEmpty() ? "" : " broken: " + record.problem();
            all.add(record.line() + ":" + record.text() + problem);
        }
        return all;
    }
}
