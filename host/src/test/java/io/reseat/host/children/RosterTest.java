package io.reseat.host.children;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is charged with the end of a JVM that two generations are in. */
class RosterTest {
    private final Roster roster = new Roster();
    private final Map<Long, Loss> heard = new HashMap<>();

    @BeforeEach
    void attendBoth() {
        roster.attend(1, listener(1));
        roster.attend(2, listener(2));
    }

    @Test
    void whoIsInAStepIsChargedAndWhoseStepIsOverIsNot() {
        roster.begun("run", g(1));
        roster.begun("run", g(2));
        roster.ended("run", g(2));
        assertEquals(Map.of(1L, true, 2L, false), charged(null, true));
        assertTrue(roster.blamed(1L));
        assertFalse(roster.blamed(2L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopping", "interrupt", "metrics", "stacks"})
    void whatTheHostAsksOfItsOwnAccordIsNoStep(String what) {
        roster.begun(what, g(1));
        assertEquals(Map.of(1L, false, 2L, false), charged(null, true));
    }

    @Test
    void twoCallsOfAStepEndOneAfterTheOther() {
        roster.begun("check", g(1));
        roster.begun("run", g(1));
        roster.ended("check", g(1));
        assertEquals(Map.of(1L, true, 2L, false), charged(null, true));
    }

    @Test
    void oneThatIsAloneIsChargedBetweenItsCyclesToo() {
        roster.leave(2);
        assertEquals(Map.of(1L, true), charged(null, true));
    }

    @Test
    void butNotWhereSomebodyOutsideEndedTheJvm() {
        roster.leave(2);
        assertEquals(Map.of(1L, false), charged(null, false));
        assertFalse(roster.blamed(1L));
    }

    @Test
    void whoIsNamedIsChargedAlone() {
        roster.begun("build", Map.of("g", 2L, "task", "two"));
        roster.begun("run", g(1));
        assertEquals(Set.of(2L), roster.of("two"));
        assertEquals(Map.of(1L, false, 2L, true), charged(roster.of("two"), true));
    }

    @Test
    void whoAttendsTooLateIsToldAtOnceAndChargedWithNothing() {
        charged(null, true);
        Roster.Told late = roster.attend(3, listener(3));
        assertNotNull(late);
        late.tell();
        assertEquals(new Loss("it ended", false, false), heard.get(3L));
    }

    private Map<Long, Boolean> charged(Set<Long> culprits, boolean byItself) {
        roster.lost("it ended", culprits, byItself).forEach(Roster.Told::tell);
        return heard.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, one -> one.getValue().charged(), (a, b) -> a, TreeMap::new));
    }

    private static Map<String, Object> g(long generation) {
        return Map.of("g", generation);
    }

    private Attendant listener(long generation) {
        return new Attendant() {
            @Override
            public void checkpoint(Map<String, Object> state) {}

            @Override
            public void ready() {}

            @Override
            public void hangs(String text, String stack, CompletionStage<Void> ended) {}

            @Override
            public void lost(Loss loss) {
                heard.put(generation, loss);
            }
        };
    }
}
