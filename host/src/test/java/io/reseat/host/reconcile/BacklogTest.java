package io.reseat.host.reconcile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.lifecycle.HostClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private final Queue<String> written = new ConcurrentLinkedQueue<>();
    private final CountDownLatch mended = new CountDownLatch(1);
    private final HostClock clock = new HostClock();
    private final DiskThread disk = new DiskThread();
    private final Backlog backlog = new Backlog(disk, clock, mended::countDown);
    private volatile boolean full = true;

    @AfterEach
    void end() {
        clock.close();
        disk.close();
    }

    @Test
    void whatFailedIsToldAndWrittenInItsOrderWhenThereIsRoom() throws Exception {
        write("one", new IOException("No space left on device"));
        write("two", new IOException("No space left on device"));
        await().until(() -> backlog.trouble().isPresent());
        String told = backlog.trouble().orElseThrow().toString();
        assertTrue(told.startsWith("data: cannot be written: "), told);
        assertTrue(told.contains("No space left on device"), told);
        full = false;
        assertTrue(mended.await(60, TimeUnit.SECONDS));
        assertEquals(List.of("one", "two"), List.copyOf(written));
        assertTrue(backlog.trouble().isEmpty());
    }

    @Test
    void aChangeOfWhatCannotBeReadIsNotReplacedByANewerOne() throws Exception {
        write("one", new UncheckedIOException(new IOException("Input/output error")));
        write("one", new UncheckedIOException(new IOException("Input/output error")));
        await().until(() -> backlog.trouble().isPresent());
        full = false;
        assertTrue(mended.await(60, TimeUnit.SECONDS));
        assertEquals(List.of("one", "one"), List.copyOf(written));
    }

    @Test
    void aFaultOfTheHostIsTroubleTooAndHoldsUpNoOtherChange() {
        write("one", new IllegalStateException("a fault"));
        await().until(() -> backlog.trouble().isPresent());
        String told = backlog.trouble().orElseThrow().toString();
        assertTrue(told.contains("fault of the host, please report it"), told);
        CountDownLatch tried = new CountDownLatch(1);
        disk.execute(() -> backlog.write("two", () -> {
            if (tried.getCount() > 0) {
                tried.countDown();
                throw new IOException("No space left on device");
            }
            written.add("two");
        }));
        await().until(() -> written.contains("two"));
        assertTrue(backlog.trouble().isPresent(), "of one");
        full = false;
        await().until(() -> backlog.trouble().isEmpty());
        assertTrue(written.contains("one"));
    }

    private void write(String what, Exception trouble) {
        disk.execute(() -> backlog.write(what, () -> {
            if (!full) {
                written.add(what);
            } else if (trouble instanceof UncheckedIOException unreadable) {
                throw unreadable;
            } else if (trouble instanceof IOException failed) {
                throw failed;
            } else if (trouble instanceof RuntimeException fault) {
                throw fault;
            }
        }));
    }
}
