package io.reseat.host.isolation;

import static io.reseat.host.isolation.Realms.ask;
import static io.reseat.host.isolation.Realms.probe;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reseat.host.testing.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plugin can see of the host, of its own files, and of the files beside them. */
final class VisibilityTest {
    @RegisterExtension
    final Realms realms = Realms.thatAreCollected();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tools.jackson.databind.ObjectMapper",
                "ch.qos.logback.classic.Logger",
                "io.reseat.host.isolation.Realm",
                "io.reseat.host.model.TaskName",
                "org.apache.commons.vfs2.FileObject",
                "org.junit.jupiter.api.Test"
            })
    void aClassOfTheHostIsNotThere(String name) throws Exception {
        assertEquals(
                "java.lang.ClassNotFoundException",
                answerOf("try { return Class.forName(\"%s\").toString(); }"
                        .concat(" catch (ClassNotFoundException e) { return e.getClass().getName(); }")
                        .formatted(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "META-INF/services/org.slf4j.spi.SLF4JServiceProvider",
                "META-INF/services/tools.jackson.core.TokenStreamFactory",
                "META-INF/services/org.junit.platform.engine.TestEngine",
                "io/reseat/host/isolation/Realm.class",
                "ch/qos/logback/classic/Logger.class"
            })
    void aResourceOfTheHostIsNotThere(String name) throws Exception {
        String body = """
                ClassLoader loader = ProbeFactory.class.getClassLoader();
                return loader.getResource("%1$s") + " " + loader.getResourceAsStream("%1$s")
                        + " " + loader.getResources("%1$s").hasMoreElements();
                """;
        assertEquals("null null false", answerOf(body.formatted(name)));
    }

    @Test
    void theClassFilesOfSharedPackagesAreThere() throws Exception {
        assertEquals("true true", answerOf("""
                        ClassLoader loader = ProbeFactory.class.getClassLoader();
                        return (loader.getResource("io/reseat/api/Task.class") != null) + " "
                                + loader.getResources("org/slf4j/Logger.class").hasMoreElements();
                        """));
    }

    @Test
    void aPluginFindsItsOwnServicesAndResources() throws Exception {
        LoaderRealm realm = realms.open(probe("services", """
                        String first = java.util.ServiceLoader.load(Runnable.class).findFirst().orElseThrow().toString();
                        try (var in = getClass().getResourceAsStream("/odd name#1%é.txt")) {
                            return first + new String(in.readAllBytes());
                        }
                        """)
                .source("probe.Hello", """
                        package probe;
                        public class Hello implements Runnable {
                            public void run() {}
                            public String toString() { return "hello "; }
                        }
                        """)
                .service("java.lang.Runnable", "probe.Hello")
                .resource("odd name#1%é.txt", "resource"));
        assertEquals("hello resource", ask(realm));
        realm.release();
    }

    @Test
    void multiReleaseClassesAreChosenInAJar() throws Exception {
        String old = "package probe; class Which { static String name() { return \"old\"; } }";
        LoaderRealm realm = realms.open(probe("multi", """
                        try (var in = getClass().getResourceAsStream("/note.txt")) {
                            return Which.name() + new String(in.readAllBytes());
                        }
                        """)
                .source("probe.Which", old)
                .sourceFor(17, "probe.Which", old.replace("old", "seventeen"))
                .sourceFor(99, "probe.Which", old.replace("old", "future"))
                .resource("note.txt", " base")
                .resource("META-INF/versions/11/note.txt", " eleven"));
        assertEquals("seventeen eleven", ask(realm));
        realm.release();
    }

    @Test
    void aFolderIsItselfThenItsJarsByNameThenThoseInLib() throws Exception {
        Path folder =
                Files.createDirectories(realms.directory.resolve("folder/lib")).getParent();
        probe("folder", "return A.name() + B.name() + C.name() + D.name();")
                .source("probe.A", named("A", "folder"))
                .source("probe.B", named("B", "shadowed"))
                .source("probe.C", named("C", "shadowed"))
                .source("probe.D", named("D", "shadowed"))
                .writeFolder(folder);
        Files.delete(folder.resolve("probe/B.class"));
        Files.delete(folder.resolve("probe/C.class"));
        Files.delete(folder.resolve("probe/D.class"));
        library(folder.resolve("b.jar"), "B", "b.jar");
        library(folder.resolve("c.jar"), "B", "c.jar", "C", "c.jar");
        library(folder.resolve("lib/a.jar"), "C", "lib/a.jar", "D", "lib/a.jar", "A", "lib/a.jar");
        LoaderRealm realm = realms.openFolder(folder);
        assertEquals("folder b.jar c.jar lib/a.jar ", ask(realm));
        realm.release();
    }

    /** A relative Class-Path that stays inside is needless, and one that leads outside is refused by staging already. */
    @ParameterizedTest
    @ValueSource(strings = {"../outside.jar", "outside.jar", "file:%s"})
    void aManifestsClassPathIsNeverFollowed(String classPath) throws Exception {
        Path store = Files.createDirectories(realms.directory.resolve("store"));
        Path inside = store.resolve("outside.jar");
        PluginJar.unnamed().resource("secret.txt", "x").writeTo(inside);
        Files.copy(inside, realms.directory.resolve("outside.jar"));
        Path jar = probe("path", "return String.valueOf(getClass().getResource(\"/secret.txt\"));")
                .manifest("Class-Path", classPath.formatted(inside))
                .writeTo(store.resolve("plugin.jar"));
        LoaderRealm realm = realms.openJar(jar);
        assertEquals("null", ask(realm));
        realm.release();
    }

    @Test
    void aNameThatClimbsOutOfAFolderFindsNothing() throws Exception {
        Files.writeString(realms.directory.resolve("secret.txt"), "x");
        Path folder = Files.createDirectory(realms.directory.resolve("climbing"));
        probe("climbing", "return String.valueOf(ProbeFactory.class.getClassLoader().getResource(\"../secret.txt\"));")
                .writeFolder(folder);
        LoaderRealm realm = realms.openFolder(folder);
        assertEquals("null", ask(realm));
        realm.release();
    }

    @Test
    void aClassKnowsWhereItCameFromAndItsPackage() throws Exception {
        LoaderRealm realm = realms.open(probe("source", """
                        return getClass().getPackage().getImplementationVersion() + " "
                                + getClass().getProtectionDomain().getCodeSource().getLocation().getPath()
                                        .endsWith("/plugin.jar") + " "
                                + getClass().getProtectionDomain().getClassLoader();
                        """).manifest("Implementation-Version", "4.5"));
        assertEquals("4.5 true null", ask(realm));
        realm.release();
    }

    private String answerOf(String body) throws Exception {
        LoaderRealm realm = realms.open(probe("probe", body));
        try {
            return ask(realm);
        } finally {
            realm.release();
        }
    }

    private static String named(String type, String name) {
        return "package probe; public class " + type + " { public static String name() { return \"" + name + " \"; } }";
    }

    private static void library(Path file, String... typesAndNames) {
        var jar = PluginJar.unnamed();
        for (int i = 0; i < typesAndNames.length; i += 2) {
            jar.source("probe." + typesAndNames[i], named(typesAndNames[i], typesAndNames[i + 1]));
        }
        jar.writeTo(file);
    }
}
