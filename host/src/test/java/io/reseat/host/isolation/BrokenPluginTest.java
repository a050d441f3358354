package io.reseat.host.isolation;

import static io.reseat.host.isolation.Realms.ask;
import static io.reseat.host.isolation.Realms.in;
import static io.reseat.host.isolation.Realms.probe;
import static io.reseat.host.isolation.Realms.probeSource;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a plugin does, the host gets a text and the realm leaves memory. */
final class BrokenPluginTest {
    @RegisterExtension
    final Realms realms = Realms.thatAreCollected();

    @Test
    void anErrorInAStaticInitialiserIsTold() throws Exception {
        PluginFailure failure = failureOf(staticallyThrowing("new Error(\"no licence\")"));
        assertEquals("test failed: java.lang.Error: no licence", failure.getMessage());
        assertEquals("java.lang.Error", failure.exceptionClass());
        assertTrue(failure.stack().contains("probe.Broken.make(Broken.java:1)"), failure.stack());
    }

    @Test
    void anExceptionInAStaticInitialiserIsToldAndSoIsEveryLaterUse() throws Exception {
        LoaderRealm realm = realms.open(staticallyThrowing("new IllegalStateException(\"no licence\")"));
        PluginFailure first = assertThrows(PluginFailure.class, () -> ask(realm));
        assertEquals(
                "test failed: a static initialiser failed: java.lang.IllegalStateException: no licence",
                first.getMessage());
        PluginFailure later = assertThrows(PluginFailure.class, () -> ask(realm));
        assertEquals(
                "test failed: java.lang.NoClassDefFoundError: Could not initialize class probe.Broken",
                later.getMessage());
        realm.release();
    }

    private static PluginJar staticallyThrowing(String exception) {
        String broken = "package probe; class Broken { static String VALUE = make();" + " static String make() { throw "
                + exception + "; } }";
        return probe("static", "return Broken.VALUE;").source("probe.Broken", broken);
    }

    @Test
    void aStackOverflowIsTold() throws Exception {
        PluginFailure failure = failureOf(probe("deep", "return this + \"\";"));
        assertEquals("java.lang.StackOverflowError", failure.exceptionClass());
    }

    @Test
    @SuppressWarnings("removal")
    void aThreadDeathIsTold() throws Exception {
        PluginFailure failure = failureOf(probe("death", "throw new ThreadDeath();"));
        assertEquals("test failed: java.lang.ThreadDeath", failure.getMessage());
    }

    @Test
    void anExceptionThatCannotPrintItselfIsTold() throws Exception {
        PluginFailure failure = failureOf(probe("mute", "throw new Mute();").source("probe.Mute", """
                        package probe;
                        public class Mute extends RuntimeException {
                            public String getMessage() { throw new Mute(); }
                            public String toString() { throw new Mute(); }
                        }
                        """));
        assertEquals("test failed: probe.Mute (which cannot describe itself)", failure.getMessage());
    }

    /** An exception's class, its cause, its suppressed ones and its backtrace all lead to the loader. */
    @Test
    void aFailureThatTheHostKeepsDoesNotKeepTheRealm() throws Exception {
        PluginFailure failure =
                failureOf(probe("kept", "throw new Own(new Own(null));").source("probe.Own", """
                        package probe;
                        public class Own extends RuntimeException {
                            public Own(Throwable cause) { super("mine", cause); if (cause != null) addSuppressed(new Own(null)); }
                        }
                        """));
        realms.awaitCollected();
        assertEquals("test failed: probe.Own: mine", failure.getMessage());
        assertNull(failure.getCause());
        assertEquals(0, failure.getSuppressed().length + failure.getStackTrace().length);
        assertTrue(failure.stack().contains("Caused by: probe.Own: mine"));
        assertTrue(failure.stack().contains("Suppressed: probe.Own: mine"));
    }

    @Test
    void aMissingClassIsNamed() throws Exception {
        Path library = PluginJar.unnamed()
                .source("lib.Tool", "package lib; public class Tool {}")
                .writeTo(realms.directory.resolve("lib.jar"));
        PluginFailure failure =
                failureOf(probe("missing", "return new lib.Tool().toString();").compileAgainst(library));
        assertEquals(
                "test failed: class lib.Tool is missing: it is not in the plugin, and of the host a plugin sees"
                        + " io.reseat.api, org.slf4j and com.fasterxml.jackson.annotation alone; pack the library that has"
                        + " it into the plugin",
                failure.getMessage());
    }

    @Test
    void aClassOfANewerJavaIsNamedWithItsJava() throws Exception {
        byte[] classFile = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 99, 0, 1};
        PluginFailure failure = failureOf(PluginJar.named("newer")
                .resource("probe/Newer.class", classFile)
                .factory("probe.Newer"));
        assertTrue(failure.detail().contains("class probe.Newer is compiled for Java 55, and this host runs on Java "));
    }

    @Test
    void aFactoryWhoseConstructorThrowsIsToldWithItsStack() throws Exception {
        String source = probeSource("return \"\";")
                .replace(
                        "public record",
                        "public ProbeFactory() { fail(); }"
                                + " static void fail() { throw new IllegalStateException(\"no luck\"); } public record");
        PluginFailure failure = failureOf(
                PluginJar.named("thrower").source("probe.ProbeFactory", source).factory("probe.ProbeFactory"));
        assertTrue(
                failure.detail()
                        .endsWith("Provider probe.ProbeFactory could not be instantiated:"
                                + " java.lang.IllegalStateException: no luck"),
                failure.detail());
        assertTrue(failure.stack().contains("probe.ProbeFactory.fail"), failure.stack());
    }

    @Test
    void aFactoryThatIsNotThereIsNamed() throws Exception {
        PluginFailure failure = failureOf(PluginJar.named("absent").factory("probe.Absent"));
        assertTrue(failure.detail().endsWith("Provider probe.Absent not found"), failure.detail());
    }

    @Test
    void aPluginWithoutFactoriesIsTold() throws Exception {
        PluginFailure failure = failureOf(PluginJar.named("empty"));
        assertTrue(
                failure.detail().endsWith("META-INF/services/io.reseat.api.TaskFactory is missing or names no class"));
    }

    @Test
    void severalTypesAreListedWhereNoneIsChosen() throws Exception {
        LoaderRealm realm = realms.open(twoFactories("second"));
        List<String> types = in(
                realm, () -> realm.factories().stream().map(FactoryInfo::type).toList());
        assertEquals(List.of("probe", "second"), types);
        assertEquals("probe.Second", in(realm, () -> name(realm, Optional.of("second"))));
        assertTrue(assertThrows(PluginFailure.class, () -> in(realm, () -> name(realm, Optional.empty())))
                .detail()
                .endsWith("has the task types probe, second: say which one is meant with 'type:'"));
        assertTrue(assertThrows(PluginFailure.class, () -> in(realm, () -> name(realm, Optional.of("third"))))
                .detail()
                .endsWith("has no task type 'third', only probe, second"));
        realm.release();
    }

    @Test
    void twoFactoriesOfOneTypeAreNamed() throws Exception {
        PluginFailure failure = failureOf(twoFactories("probe"));
        assertTrue(
                failure.detail()
                        .endsWith("has two factories of the task type 'probe': probe.ProbeFactory and probe.Second"),
                failure.detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "ünï", "a/b", "a:type=b", "x\ty"})
    void aTypeThatIsNoNameIsRefusedWithTheRule(String type) throws Exception {
        PluginFailure failure = failureOf(twoFactories(type.replace("\t", "\\t")));
        assertTrue(
                failure.detail()
                        .endsWith("probe.Second.type() answered '" + type + "', and must match [A-Za-z0-9_.-]+"),
                failure.detail());
    }

    @Test
    void aFileThatIsNoJarIsRefusedWithItsName() throws Exception {
        Path file = Files.writeString(realms.directory.resolve("broken.jar"), "no zip");
        IOException refused = assertThrows(IOException.class, () -> realms.openJar(file));
        assertTrue(refused.getMessage().startsWith("cannot open the JAR " + file + ": "), refused.getMessage());
        assertEquals(0, realms.watch.counts().live());
    }

    /** The thread is found by its group, interrupted, and so the realm leaves memory (see tearDown). */
    @Test
    void aThreadOfAStaticInitialiserEndsWithTheRealm() throws Exception {
        LoaderRealm realm = realms.open(probe("starter", "return String.valueOf(ThreadStarter.THREAD.isAlive());")
                .source("probe.ThreadStarter", """
                        package probe;
                        class ThreadStarter {
                            static final Thread THREAD = new Thread(() -> {
                                try { Thread.sleep(1_000_000); } catch (InterruptedException told) { }
                            });
                            static { THREAD.start(); }
                        }
                        """));
        assertEquals("true", ask(realm));
        assertFalse(realm.threads().live().isEmpty());
        realm.release();
    }

    private PluginFailure failureOf(PluginJar plugin) throws Exception {
        LoaderRealm realm = realms.open(plugin);
        try {
            return assertThrows(PluginFailure.class, () -> ask(realm));
        } finally {
            realm.release();
        }
    }

    private static String name(LoaderRealm realm, Optional<String> type) throws PluginFailure {
        return realm.factory(type).getClass().getName();
    }

    private static PluginJar twoFactories(String secondType) {
        String second = probeSource("return \"\";")
                .replace("ProbeFactory", "Second")
                .replace("\"probe\"", "\"" + secondType + "\"");
        return probe("two", "return \"\";").source("probe.Second", second).factory("probe.Second");
    }
}
