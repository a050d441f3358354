package io.reseat.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.reseat.host.model.TaskName;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final Recent<Integer> recent = new Recent<>();

    @Test
    void whatWasWrittenLastIsKept() {
        recent.put(task(0), 1);
        recent.put(task(0), 2);
        assertEquals(2, recent.get(task(0)));
    }

    @Test
    void theTaskThatWasAskedForLongestAgoIsForgottenFirst() {
        for (int i = 0; i < 8; i++) {
            recent.put(task(i), i);
        }
        recent.get(task(0));
        recent.put(task(8), 8);
        assertEquals(0, recent.get(task(0)));
        assertNull(recent.get(task(1)));
        assertEquals(8, recent.get(task(8)));
    }

    private static TaskName task(int number) {
        return new TaskName("t" + number);
    }
}
