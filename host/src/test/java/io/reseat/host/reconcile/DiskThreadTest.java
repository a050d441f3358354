package io.reseat.host.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DiskThreadTest {
    private final List<String> written = Collections.synchronizedList(new ArrayList<>());

    @Test
    void whatWaitsForOneKeyIsWrittenOnce() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (DiskThread disk = new DiskThread()) {
            CountDownLatch busy = new CountDownLatch(1);
            disk.execute(() -> {
                busy.countDown();
                awaitQuietly(slow);
            });
            busy.await();
            disk.once("a", () -> written.add("a1"));
            disk.once("b", () -> written.add("b1"));
            disk.once("a", () -> written.add("a2"));
            slow.countDown();
        }
        assertEquals(List.of("a1", "b1"), written);
    }

    @Test
    void whatComesWhileItsKeyIsBeingWrittenIsWrittenAgain() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch slow = new CountDownLatch(1);
        try (DiskThread disk = new DiskThread()) {
            disk.once("a", () -> {
                begun.countDown();
                awaitQuietly(slow);
                written.add("a1");
            });
            begun.await();
            disk.once("a", () -> written.add("a2"));
            slow.countDown();
        }
        assertEquals(List.of("a1", "a2"), written);
    }

    @Test
    void whatIsWrittenSoonIsThereWhenTheThreadHasEnded() {
        try (DiskThread disk = new DiskThread()) {
            disk.onceSoon("a", () -> written.add("a1"));
            disk.onceSoon("a", () -> written.add("a2"));
            disk.execute(() -> written.add("now"));
            disk.soon(() -> written.add("last"));
        }
        assertEquals(List.of("now", "a1", "last"), written);
    }

    @Test
    void aJobThatFailsEndsNoOther() {
        try (DiskThread disk = new DiskThread()) {
            disk.execute(() -> {
                throw new IllegalStateException("on purpose");
            });
            disk.execute(() -> written.add("next"));
        }
        assertEquals(List.of("next"), written);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
