package io.reseat.host.lifecycle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.TaskName;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private final Leftovers leftovers = new Leftovers(new TaskName("shop"), ProcessWatch.NONE);
    private final List<String> closed = new ArrayList<>();

    @Test
    void resourcesAreClosedInReverseOrderAndOnce() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            leftovers.resource(() -> closed.add(name));
        }
        leftovers.close();
        leftovers.close();
        assertEquals(List.of("c", "b", "a"), closed);
    }

    @Test
    void aResourceIsGivenBackAsItIs() {
        AutoCloseable resource = () -> {};
        assertSame(resource, leftovers.resource(resource));
    }

    @Test
    void oneThatFailsKeepsNoOtherOpen() {
        Exception second = new IOException("second");
        leftovers.resource(() -> closed.add("a"));
        leftovers.resource(() -> {
            throw second;
        });
        leftovers.resource(() -> closed.add("b"));
        leftovers.resource(() -> {
            throw new NoClassDefFoundError("first");
        });
        Error thrown = assertThrows(NoClassDefFoundError.class, leftovers::close);
        assertEquals(List.of("b", "a"), closed);
        assertEquals(List.of(second), List.of(thrown.getSuppressed()));
    }

    @Test
    void oneExceptionThatIsThrownTwiceIsNotSuppressedInItself() {
        IOException same = new IOException("same");
        for (int i = 0; i < 2; i++) {
            leftovers.resource(() -> {
                throw same;
            });
        }
        assertSame(same, assertThrows(IOException.class, leftovers::close));
    }

    @Test
    void aThrowableOfItsOwnKindComesOutWrapped() {
        Throwable own = new Throwable("own");
        leftovers.resource(() -> LeftoversTest.<RuntimeException>raise(own));
        assertSame(
                own,
                assertThrows(InvocationTargetException.class, leftovers::close).getCause());
    }

    @Test
    void afterTheCloseNothingIsTakenAndNoProcessStarted(@TempDir Path folder) throws Exception {
        leftovers.close();
        assertThrows(IllegalStateException.class, () -> leftovers.resource(() -> closed.add("late")));
        Path trace = folder.resolve("trace");
        ProcessBuilder late = new ProcessBuilder("sh", "-c", "touch " + trace);
        assertThrows(IllegalStateException.class, () -> leftovers.process(late));
        assertFalse(Files.exists(trace));
        assertEquals(List.of(), closed);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProcessEndsWithItsDescendantsAndHasTheChanceToCleanUp(@TempDir Path folder) throws Exception {
        Path trace = folder.resolve("cleaned");
        Process process = leftovers.process(new ProcessBuilder(
                "sh", "-c", "trap 'touch " + trace + "; exit 0' TERM; sleep 1000 & echo up; while :; do wait; done"));
        process.getInputStream().read();
        List<ProcessHandle> family = process.descendants().toList();
        assertEquals(1, family.size());
        leftovers.close();
        assertFalse(process.isAlive());
        await().until(() -> !family.get(0).isAlive());
        assertTrue(Files.exists(trace));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProcessIsKilledThoughTheCloseIsInterrupted() throws Exception {
        Process deaf =
                leftovers.process(new ProcessBuilder("sh", "-c", "trap '' TERM; echo up; while :; do sleep 1; done"));
        deaf.getInputStream().read();
        Thread.currentThread().interrupt(); // as the deadline of the close does
        assertThrows(InterruptedException.class, leftovers::close);
        try {
            await().until(() -> !deaf.isAlive());
        } finally {
            deaf.destroyForcibly();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void processesThatEndedAreForgotten() throws Exception {
        leftovers.resource(() -> closed.add("kept"));
        for (int i = 0; i < 5; i++) {
            leftovers.process(new ProcessBuilder("true")).waitFor();
        }
        assertTrue(leftovers.size() <= 2, "a task that starts one in each cycle would fill the heap");
        leftovers.close();
        assertEquals(List.of("kept"), closed);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void raise(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
