package io.reseat.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PulsesTest {
    @TempDir
    private Path folder;

    @Test
    void aLineThatIsHalfWrittenIsReadWhenItIsWhole() throws IOException {
        Path file = folder.resolve("cycles");
        try (Pulses pulses = new Pulses(file, PulseForm.LINE)) {
            append(file, "{\"marker\": 7, \"pid\": 42, \"nanos\": 1}\n{\"marker\": 7, \"pid\": 42, \"na");
            assertEquals(List.of(new Pulse(7, 0, 1, true, 42)), pulses.readAll());
            append(file, "nos\": 2}\n");
            assertEquals(List.of(new Pulse(7, 0, 2, true, 42)), pulses.readAll());
        }
    }

    @Test
    void aLineThatIsNoCycleIsShown() throws IOException {
        Path file = folder.resolve("cycles");
        try (Pulses pulses = new Pulses(file, PulseForm.LINE)) {
            append(file, "Traceback\n");
            assertThrows(IllegalStateException.class, pulses::readAll);
        }
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
