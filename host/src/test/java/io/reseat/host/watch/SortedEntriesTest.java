package io.reseat.host.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedEntriesTest {
    @Test
    void equalsASortedMapAfterManyChanges() {
        Random random = new Random(1);
        TreeMap<String, Integer> expected = new TreeMap<>();
        SortedEntries<Integer> entries = SortedEntries.empty();
        for (int i = 0; i < 20_000; i++) {
            String name = "name-" + random.nextInt(2_000);
            if (random.nextInt(3) == 0) {
                expected.remove(name);
                entries = entries.without(name);
            } else {
                expected.put(name, i);
                entries = entries.with(name, i);
            }
            assertEquals(expected.get(name), entries.get(name));
            assertEquals(expected.size(), entries.size());
        }
        assertEquals(new ArrayList<>(expected.entrySet()), new ArrayList<>(entries.entrySet()));
    }

    @Test
    void anOldCopyStaysAsItWas() {
        SortedEntries<Integer> before =
                SortedEntries.<Integer>empty().with("a", 1).with("b", 2);
        before.with("a", 9).without("b");
        assertEquals(
                List.of("a=1", "b=2"),
                before.entrySet().stream().map(Object::toString).toList());
    }
}
