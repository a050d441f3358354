package io.reseat.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A console that nobody reads stops nobody who logs. */
class ConsoleStreamTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final CountDownLatch read = new CountDownLatch(1);
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private final PrintStream stopped = new PrintStream(
            new OutputStream() {
                @Override
                public void write(int single) {
                    write(new byte[] {(byte) single}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    try {
                        read.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    synchronized (seen) {
                        seen.write(bytes, offset, length);
                    }
                }
            },
            true,
            UTF_8);

    @Test
    void whatIsLoggedWaitsForNobodyAndWhatDoesNotFitIsCounted() {
        byte[] line = ("x".repeat(1023) + "\n").getBytes(UTF_8);
        ConsoleStream stream = new ConsoleStream(stopped);
        assertTimeoutPreemptively(LONG, () -> {
            for (int i = 0; i < 2 * ConsoleStream.MOST_BYTES / line.length; i++) {
                stream.write(line, 0, line.length);
            }
        });
        assertEquals("", text());
        read.countDown();
        await().until(() -> text().contains(" log lines were left out here; logs/reseat.log has them"));
        stream.write("later\n".getBytes(UTF_8), 0, 6);
        await().until(() -> text().endsWith("later\n"));
        stream.close();
    }

    @Test
    void closingWritesWhatWaitsInTheOrderInWhichItCame() {
        read.countDown();
        ConsoleStream stream = new ConsoleStream(stopped);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            String line = "line " + i + "\n";
            all.append(line);
            stream.write(line.getBytes(UTF_8), 0, line.length());
        }
        stream.close();
        assertEquals(all.toString(), text());
    }

    @Test
    void closingDoesNotWaitForAConsoleThatNobodyReads() {
        ConsoleStream stream = new ConsoleStream(stopped);
        stream.write("never read\n".getBytes(UTF_8), 0, 11);
        assertTimeoutPreemptively(LONG, stream::close);
        assertFalse(text().contains("never read"));
        read.countDown();
    }

    private String text() {
        synchronized (seen) {
            return seen.toString(UTF_8);
        }
    }
}
