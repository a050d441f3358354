package io.reseat.host.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
    /** The example of semver.org, section 11, with more round it. */
    private static final List<String> RISING = List.of(
            "SNAPSHOT",
            "final",
            "0.9",
            "1.0.0-1",
            "1.0.0-2",
            "1.0.0-11",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.0.1",
            "1.0.1",
            "1.2",
            "1.10",
            "2-rc",
            "2",
            "10",
            "20261123120000",
            "123456789012345678901234567890");

    @Test
    void versionsRiseAsSemanticVersioningSays() {
        List<Version> versions = RISING.stream().map(Version::new).toList();
        for (int i = 0; i < versions.size(); i++) {
            for (int j = 0; j < versions.size(); j++) {
                int order = versions.get(i).compareTo(versions.get(j));
                assertEquals(Integer.compare(i, j), Integer.signum(order), versions.get(i) + " and " + versions.get(j));
            }
        }
    }

    @Test
    void anyMixOfVersionsCanBeSorted() {
        Random random = new Random(7);
        List<Version> mixed = Stream.generate(() -> RISING.get(random.nextInt(RISING.size())))
                .limit(1000)
                .map(Version::new)
                .collect(java.util.stream.Collectors.toList());
        Collections.sort(mixed); // throws where the order contradicts itself
        assertEquals("SNAPSHOT", mixed.get(0).text());
    }

    @ParameterizedTest
    @CsvSource({"1, 1.0.0", "1.2, 1.2.0.0", "1.0.0+a, 1.0.0+b", "01.2, 1.2"})
    void theseAreOneVersion(String one, String other) {
        assertEquals(0, new Version(one).compareTo(new Version(other)));
    }

    @ParameterizedTest
    @CsvSource({
        "p, 3.2.1, true",
        "p@1.x, 1.0, true",
        "p@1.x, 1.9.9-rc, true",
        "p@1.x, 10.0, false",
        "p@1.2.x, 1.2, true",
        "p@1.2.x, 1.20.0, false",
        "p@1.2, 1.2.0, true",
        "p@1.2, 1.2.1, false",
        "p@1.2.0+b7, 1.2.0, true",
        "p@0.x, SNAPSHOT, false",
        "p@20261123120000000000.x, 20261123120000000000.1, true"
    })
    void aReferenceAdmitsWhatItSays(String reference, String version, boolean admitted) {
        assertEquals(admitted, PluginRef.parse(reference).admits(new Version(version)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p@", "@1", "p@1 2", "p@1@2", "a b"})
    void whatIsNoReferenceIsRefusedInWords(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> PluginRef.parse(text))
                .getMessage();
        assertTrue(message.contains("'"), message);
    }

    @Test
    void aRangeWithAHugeNumberIsARangeAsAnyOther() {
        assertFalse(PluginRef.parse("p@99999999999999999999.x").admits(new Version("1")));
    }
}
