package io.reseat.host.isolation;

import static io.reseat.host.isolation.Realms.ask;
import static io.reseat.host.isolation.Realms.probe;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RealmTest {
    @RegisterExtension
    final Realms realms = Realms.thatAreCollected();

    @Test
    void aPluginRunsInItsRealmAndLeavesMemoryAfterwards() throws Exception {
        LoaderRealm realm = realms.open(probe("probe", "return Thread.currentThread().getName();"));
        assertEquals(realm.name() + "-1", ask(realm));
        assertEquals("probe@1.0.0#" + realm.number(), realm.name());
        assertEquals(realm.name(), realm.loader().getName());
        realm.release();
        realms.awaitCollected();
        assertEquals(1, realms.watch.counts().collected());
        assertEquals(0, realms.watch.counts().live());
    }

    @Test
    void theLastOfSeveralReleasesRetires() throws Exception {
        LoaderRealm realm = realms.open(probe("probe", "return \"hello\";"));
        realm.retain();
        realm.release();
        assertFalse(realm.retired());
        assertEquals("hello", ask(realm));
        realm.release();
        assertTrue(realm.retired());
        assertThrows(IllegalStateException.class, realm::retain);
        assertThrows(IllegalStateException.class, realm::release);
        assertThrows(IllegalStateException.class, realm::loader);
        PluginFailure failure = assertThrows(PluginFailure.class, () -> ask(realm));
        assertEquals("test failed: " + realm.name() + " is retired", failure.getMessage());
    }

    @Test
    void anAttachmentIsMadeOnceAndDroppedWithTheRealm() throws Exception {
        LoaderRealm realm = realms.open(probe("probe", "return \"\";"));
        StringBuilder first = realm.attachment(StringBuilder.class, StringBuilder::new);
        assertSame(first, realm.attachment(StringBuilder.class, StringBuilder::new));
        realm.release();
        assertThrows(IllegalStateException.class, () -> realm.attachment(StringBuilder.class, StringBuilder::new));
    }
}
