package io.reseat.host.children;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StderrTest {
    private final List<String> logged = new ArrayList<>();
    private final Stderr stderr = new Stderr(logged::add, () -> 5_000_000_000L);

    @Test
    void aFloodIsCutAndItsEndIsKept() {
        read("line\n".repeat(5_000) + "last words");
        assertEquals(101, logged.size());
        assertEquals("(4901 more lines came within a second and were left out)", logged.get(100));
        assertEquals(20, stderr.last().size());
        assertEquals("last words", stderr.last().get(19));
    }

    @Test
    void aLineWithoutEndIsBounded() {
        read("x".repeat(1_000_000));
        assertEquals(2_000, logged.get(0).length());
    }

    private void read(String text) {
        stderr.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
