package io.reseat.host.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchiveTest {
    @TempDir
    Path folder;

    enum Shape {
        PLAIN(jar -> jar),
        BEHIND_A_SCRIPT(Jars::behindScript),
        BEHIND_A_SCRIPT_ADJUSTED(Jars::behindScriptAdjusted),
        ZIP64(Jars::zip64),
        WITH_COMMENT(jar -> Jars.withComment(jar, "built by hand"));

        final UnaryOperator<byte[]> shaped;

        Shape(UnaryOperator<byte[]> shaped) {
            this.shaped = shaped;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWholeUberJarIsReadInEachShape(Shape shape) throws IOException {
        Path jar = write(shape.shaped.apply(Jars.uber()));
        try (Archive archive = Archive.open(jar);
                ZipFile asJavaReadsIt = new ZipFile(jar.toFile())) {
            archive.verify();
            assertEquals(asJavaReadsIt.size(), archive.entries().size());
            assertArrayEquals(Jars.plugin(), archive.read("lib/one.jar").orElseThrow());
        }
    }

    @ParameterizedTest
    @EnumSource
    void noPrefixOfAnUberJarIsTaken(Shape shape) throws IOException {
        byte[] whole = shape.shaped.apply(Jars.uber());
        for (int length = 0; length < whole.length; length++) {
            assertBroken(Arrays.copyOf(whole, length), "the first " + length + " bytes");
        }
    }

    @Test
    void aPrefixThatEndsWithACompressedJarIsNotTaken() throws IOException {
        byte[] inner = Jars.zip(Map.of("noise", noise(2_000)), ZipEntry.STORED);
        Map<String, byte[]> entries = new LinkedHashMap<>(Map.of("first", noise(100)));
        entries.put("lib/inner.jar", inner);
        byte[] whole = Jars.zip(entries); // zlib keeps noise as it is, behind five bytes of its own
        for (int length = 0; length < whole.length; length++) {
            assertBroken(Arrays.copyOf(whole, length), "the first " + length + " bytes");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPreallocatedFileIsNotTakenBeforeItsLastByte(Shape shape) throws IOException {
        byte[] whole = shape.shaped.apply(Jars.uber());
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            int written = random.nextInt(whole.length - 40);
            byte[] zeros = Arrays.copyOf(Arrays.copyOf(whole, written), whole.length + (i % 3) * 4096);
            assertBroken(zeros, written + " bytes, then zeros");
        }
    }

    @Test
    void aJarThatIsWrittenOverAnotherInPlaceIsTakenOnlyWhenAllOfItIsThere() throws IOException {
        byte[] older = Jars.uber();
        byte[] newer = older.clone();
        Map<String, byte[]> entries = Jars.entries(older);
        entries.put(Jars.CLASS_FILE, noise(entries.get(Jars.CLASS_FILE).length));
        newer = Jars.zip(entries, ZipEntry.STORED);
        assertEquals(older.length, newer.length);
        int first = Arrays.mismatch(older, newer);
        int last = older.length - 1;
        while (older[last] == newer[last]) {
            last--;
        }
        for (int written = first + 1; written <= last; written++) {
            byte[] mixed = older.clone();
            System.arraycopy(newer, 0, mixed, 0, written);
            assertBroken(mixed, written + " bytes of the newer one");
        }
    }

    @Test
    void garbageBehindTheEndIsNotTaken() throws IOException {
        for (int more : new int[] {1, 2, 21, 22, 23, 100, 70_000}) {
            assertBroken(Jars.concat(Jars.plugin(), noise(more)), more + " bytes more");
        }
    }

    @Test
    void anySingleWrongByteInTheContentIsFound() throws IOException {
        byte[] whole = Jars.plugin();
        ByteBuffer zip = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        int name = Jars.MANIFEST.length();
        int data = 30 + zip.getShort(26) + zip.getShort(28);
        assertTrue(data > 30 + name - 1);
        for (int at = data; at < data + 20; at++) {
            byte[] wrong = whole.clone();
            wrong[at] ^= 0x10;
            assertBroken(wrong, "byte " + at + " changed");
        }
    }

    @Test
    void programCodeBeforeAJarMayHoldTheSignatureOfAHeader() throws IOException {
        byte[] launcher = new byte[3000];
        ByteBuffer.wrap(launcher)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(1000, LocalHeader.SIGNATURE)
                .putInt(1004, -1);
        Path jar = write(Jars.concat(launcher, Jars.plugin()));
        try (Archive archive = Archive.open(jar)) {
            archive.verify();
        }
    }

    @Test
    void ofTwoEntriesWithOneNameTheLastCountsAsInTheJvm() throws IOException {
        byte[] jar = Jars.zip(new LinkedHashMap<>(Map.of("a", "1".getBytes(StandardCharsets.UTF_8))));
        Map<String, byte[]> two = new LinkedHashMap<>();
        two.put("a", "first".getBytes(StandardCharsets.UTF_8));
        two.put("b", "other".getBytes(StandardCharsets.UTF_8));
        jar = new String(Jars.zip(two, ZipEntry.STORED), StandardCharsets.ISO_8859_1)
                .replace("b", "a")
                .getBytes(StandardCharsets.ISO_8859_1);
        Path file = write(jar);
        try (Archive archive = Archive.open(file);
                ZipFile asJavaReadsIt = new ZipFile(file.toFile())) {
            archive.verify();
            assertArrayEquals(
                    asJavaReadsIt.getInputStream(asJavaReadsIt.getEntry("a")).readAllBytes(),
                    archive.read("a").orElseThrow());
        }
    }

    private void assertBroken(byte[] content, String what) throws IOException {
        Path jar = write(content);
        assertThrows(HalfWrittenException.class, () -> readWhole(jar), what);
    }

    private static void readWhole(Path jar) throws IOException {
        try (Archive archive = Archive.open(jar)) {
            archive.verify();
        }
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("a.jar"), content);
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        return noise;
    }
}
