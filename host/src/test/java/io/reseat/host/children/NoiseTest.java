package io.reseat.host.children;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NoiseTest {
    private final List<String> logged = new ArrayList<>();
    private final List<Runnable> planned = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final Noise noise = new Noise(
            logged::add,
            (delay, action) -> {
                planned.add(action);
                return new CompletableFuture<>();
            },
            nanos::get);

    @Test
    void aFloodIsCutToItsRateAndWhatIsLeftOutIsSaidOnceASecond() {
        print(5_000);
        assertEquals(2_000, logged.size());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertEquals(1, planned.size());
        planned.remove(0).run();
        assertEquals("(3000 lines were left out: more than 500 a second were printed)", logged.get(2_000));
        print(5_000);
        assertEquals(2_501, logged.size());
        assertEquals(1, planned.size());
        noise.account(); // its child is gone
        assertEquals("(4500 lines were left out: more than 500 a second were printed)", logged.get(2_501));
        planned.remove(0).run();
        assertEquals(2_502, logged.size());
    }

    @Test
    void aLongLineIsCut() {
        noise.take("x".repeat(10_000));
        assertEquals(List.of("x".repeat(8_192) + "… (1808 characters cut)"), logged);
    }

    private void print(int lines) {
        for (int i = 0; i < lines; i++) {
            noise.take("flood");
        }
    }
}
