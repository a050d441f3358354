package io.reseat.host;

import io.reseat.host.testing.SideBySide;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is done to three tasks, in whatever order: the host answers, and good files in the end give three tasks that run
 * just these, in one realm each. A seed that failed gives the same operations again, though not at the same moments.
 */
class RandomOperationsTest {
    @TempDir
    Path folder;

    private SeedJvms jvms;

    @BeforeEach
    void prepare() {
        jvms = new SeedJvms(folder);
    }

    @AfterEach
    void end() {
        jvms.close();
    }

    @TestFactory
    Stream<DynamicTest> goodFilesInTheEndAreWhatRuns() {
        IntStream few = SideBySide.brief() ? IntStream.range(10, 14) : IntStream.range(0, 10);
        int width = SideBySide.full() ? 4 : 1;
        return SideBySide.tests("random operations", SideBySide.seeds(500, few), width, jvms::run);
    }
}
