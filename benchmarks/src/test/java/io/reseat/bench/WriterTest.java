package io.reseat.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WriterTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void everyWriterEndsWithTheWholeFile(Writer writer) throws Exception {
        Random random = new Random(7);
        Path file = folder.resolve("file");
        for (int size : new int[] {300_000, 100_001}) { // the second one replaces a longer one
            byte[] content = new byte[size];
            random.nextBytes(content);
            writer.write(file, content, random);
            assertArrayEquals(content, Files.readAllBytes(file));
        }
    }
}
