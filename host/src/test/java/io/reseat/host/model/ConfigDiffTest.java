package io.reseat.host.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reseat.host.model.ConfigNode.Entry;
import io.reseat.host.model.ConfigNode.Kind;
import io.reseat.host.model.ConfigNode.Mapping;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.ConfigNode.Sequence;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigDiffTest {
    private static final Place PLACE = Place.of("t.yaml");

    @Test
    void changedAddedAndRemovedKeysAreNamedWithTheirValues() {
        Mapping before = map(entry("message", text("hello")), entry("old", text("x")));
        Mapping after = map(entry("message", text("hi")), entry("pause", text("3s")));
        assertEquals(
                List.of("message: hello → hi", "pause: added, 3s", "old: removed"),
                ConfigDiff.of(before, after, Set.of()));
    }

    @Test
    void theSameConfigHasNoDifference() {
        Mapping one = map(entry("db", map(entry("url", text("jdbc:h2")))));
        assertEquals(List.of(), ConfigDiff.of(one, one, Set.of()));
    }

    @Test
    void keysInsideMapsAndListsAreNamedByTheirPaths() {
        Mapping before = map(entry("targets", list(map(entry("url", text("a"))), text("b"))));
        Mapping after = map(entry("targets", list(map(entry("url", text("c"))))));
        assertEquals(
                List.of("targets.1.url: a → c", "targets: 1 item removed"), ConfigDiff.of(before, after, Set.of()));
    }

    @Test
    void aSecretIsNeverShown() {
        Mapping before = map(entry("db", map(entry("password", text("s3cret")))));
        Mapping after = map(entry("db", map(entry("password", text("t0psecret")), entry("token", text("abc")))));
        assertEquals(
                List.of("db.password: changed", "db.token: added, ******"),
                ConfigDiff.of(before, after, Set.of("db.password", "db.token")));
        assertEquals(List.of("db: added, ******"), ConfigDiff.of(map(), map(entry("db", text("x"))), Set.of("db")));
    }

    @Test
    void aSecretInAListIsNeverShown() {
        Mapping before = map(entry("keys", list(text("one"))));
        Mapping after = map(entry("keys", list(text("two"))));
        assertEquals(List.of("keys.1: changed"), ConfigDiff.of(before, after, Set.of("keys.*")));
    }

    @Test
    void whatAPlaceholderStandsForIsNeverShown() {
        Scalar before = new Scalar(PLACE, Kind.STRING, "from-env-1", "${NAME}");
        Scalar after = new Scalar(PLACE, Kind.STRING, "from-env-2", "${NAME}");
        assertEquals(
                List.of("name: changed"),
                ConfigDiff.of(map(entry("name", before)), map(entry("name", after)), Set.of()));
    }

    @Test
    void withoutKnowingTheSecretsOnlyKeysAreNamed() {
        Mapping before = map(entry("a", text("one")));
        Mapping after = map(entry("a", text("two")), entry("b", text("three")));
        assertEquals(List.of("a: changed", "b: added"), ConfigDiff.ofKeys(before, after));
    }

    @Test
    void anotherKindOfTheSameTextIsAChange() {
        Mapping before = map(entry("a", new Scalar(PLACE, Kind.STRING, "1", "1")));
        Mapping after = map(entry("a", new Scalar(PLACE, Kind.INTEGER, "1", "1")));
        assertEquals(List.of("a: changed"), ConfigDiff.of(before, after, Set.of()));
    }

    private static Mapping map(Entry... entries) {
        return new Mapping(PLACE, List.of(entries));
    }

    private static Entry entry(String key, ConfigNode value) {
        return new Entry(key, PLACE, value);
    }

    private static Sequence list(ConfigNode... items) {
        return new Sequence(PLACE, List.of(items));
    }

    private static Scalar text(String text) {
        return new Scalar(PLACE, Kind.STRING, text, text);
    }
}
