package io.reseat.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Artifact;
import io.reseat.host.store.Staging.Refused;
import io.reseat.host.store.Staging.Staged;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginCheckTest {
    @TempDir
    Path home;

    private ArtifactStore store;

    @BeforeEach
    void open() throws IOException {
        store = ArtifactStore.open(home.resolve("store"), Trust.none());
    }

    @ParameterizedTest
    @CsvSource({
        "heartbeat-1.2.0.jar, heartbeat, 1.2.0",
        "heartbeat.jar, heartbeat, 0",
        "HEARTBEAT-2.JAR, HEARTBEAT, 2",
        "file-import-1.0-SNAPSHOT.jar, file-import, 1.0-SNAPSHOT",
        "probe-1.0-20201111.123456-1.jar, probe, 1.0-20201111.123456-1",
        "probe-v3.jar, probe, 3",
        "lang3-core.jar, lang3-core, 0"
    })
    void theFileNameSaysWhatTheManifestDoesNot(String file, String id, String version) throws IOException {
        assertEquals(id + "@" + version, staged(file, Jars.withManifest()).label());
    }

    @Test
    void theManifestSaysWhichPluginItIs() throws IOException {
        assertEquals(
                "a@3",
                staged("x-1.jar", Jars.withManifest("Plugin-Id: a", "Plugin-Version: 3"))
                        .label());
        assertEquals(
                "a@4",
                staged("x-1.jar", Jars.withManifest("Plugin-Id: a", "Implementation-Version: 4"))
                        .label());
        assertEquals("a@1", staged("x-1.jar", Jars.withManifest("Plugin-Id: a")).label());
        assertEquals(
                "x@5", staged("x-1.jar", Jars.withManifest("Plugin-Version: 5")).label());
        assertEquals(
                "x@1", staged("x-1.jar", Jars.pluginWith(Jars.MANIFEST, null)).label());
    }

    @Test
    void namesThatBreakTheRulesAreRefused() throws IOException {
        assertRefused("x.jar", Jars.withManifest("Plugin-Id: a b"), "'a b'", "Plugin-Id");
        assertRefused("x y.jar", Jars.withManifest(), "'x y'", "Plugin-Id");
        assertRefused(
                "x.jar",
                Jars.withManifest("Plugin-Version: ${project.version}"),
                "${project.version}",
                "Plugin-Version");
    }

    @Test
    void aJarWithoutAFactoryIsNoPlugin() throws IOException {
        String rule = "META-INF/services/io.reseat.api.TaskFactory: that file needs a line";
        assertRefused("x.jar", Jars.pluginWith(Jars.SERVICE, null), "it has no " + rule);
        assertRefused("x.jar", Jars.pluginWith(Jars.SERVICE, "# none\n\n"), "it names no class in " + rule);
        assertRefused("x.jar", Jars.zip(Map.of()), "it has no " + rule);
    }

    @Test
    void aFactoryThatIsNotInTheJarIsRefused() throws IOException {
        assertRefused(
                "x.jar",
                Jars.pluginWith(Jars.SERVICE, "beat.Missing # typo\n"),
                "class beat.Missing",
                "does not hold it");
    }

    @Test
    void classesForANewerJavaAreRefusedWithTheJavaThatTheyNeed() throws IOException {
        Map<String, byte[]> entries = Jars.entries(Jars.plugin());
        entries.get(Jars.CLASS_FILE)[7] = (byte) (44 + 99);
        assertRefused(
                "x.jar",
                Jars.zip(entries),
                "needs Java 99",
                "runs on Java " + Runtime.version().feature(),
                "--release");
        entries.get(Jars.CLASS_FILE)[0] = 0;
        assertRefused("x.jar", Jars.zip(entries), "no class file");
    }

    @Test
    void aFactoryMayLieInTheVersionedPartOfAMultiReleaseJar() throws IOException {
        Map<String, byte[]> entries = Jars.entries(Jars.withManifest("Plugin-Id: beat", "Multi-Release: true"));
        entries.put("META-INF/versions/11/" + Jars.CLASS_FILE, entries.remove(Jars.CLASS_FILE));
        byte[] forLater = entries.get("META-INF/versions/11/" + Jars.CLASS_FILE).clone();
        forLater[7] = (byte) (44 + 99);
        entries.put("META-INF/versions/99/" + Jars.CLASS_FILE, forLater);
        assertEquals("beat@0", staged("beat.jar", Jars.zip(entries)).label());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.txt", "a/../../evil.txt", "/etc/evil", "..\\evil", "C:/evil", "a/.."})
    void entriesThatLeadOutOfTheJarAreRefused(String name) throws IOException {
        assertRefused("x.jar", Jars.pluginWith(name, "evil"), "its entry '" + name + "' leads out of it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/opt/x.jar",
                "../x.jar",
                "lib/../../x.jar",
                "%2e%2e/x.jar",
                "file:x.jar",
                "http://h/x.jar",
                "a.jar ../b.jar"
            })
    void aClassPathThatReachesOutIsRefused(String classPath) throws IOException {
        assertRefused("x.jar", Jars.withManifest("Class-Path: " + classPath), "Class-Path", "reaches out");
    }

    @Test
    void aClassPathWithinIsFine() throws IOException {
        staged("x.jar", Jars.withManifest("Class-Path: lib/a.jar ./b+c.jar lib/../d.jar"));
    }

    @Test
    void aWholeFileThatIsNoPluginIsRefusedOnlyOnceItSettled() throws IOException {
        Path text = Files.writeString(home.resolve("readme.jar"), "not a JAR at all");
        assertInstanceOf(Staging.Incomplete.class, store.stage(new LocalSource(text)));
    }

    @Test
    void aSignedJarIsTakenAndAChangedOneRefused() throws Exception {
        Path signed = sign(Jars.plugin());
        byte[] bytes = Files.readAllBytes(signed);
        assertEquals("beat@1.2.0", staged("signed.jar", bytes).label());
        Map<String, byte[]> entries = Jars.entries(bytes);
        entries.get(Jars.CLASS_FILE)[20] ^= 1;
        assertRefused("tampered.jar", Jars.zip(entries), "changed after it was signed", Jars.CLASS_FILE);
    }

    @Test
    void aFolderOfJarsAndResourcesIsStagedWhole() throws IOException {
        Path folder = pluginFolder("beat-folder");
        Artifact artifact = assertInstanceOf(Staged.class, store.stage(new LocalSource(folder)))
                .artifact();
        assertEquals("beat@1.2.0", artifact.label());
        assertTrue(artifact.folder());
        assertEquals("rules", Files.readString(artifact.location().resolve("config/rules.txt")));
        assertTrue(Files.exists(artifact.location().resolve("lib/helper.jar")));
    }

    @Test
    void theDigestOfAFolderDependsOnNamesAndContents() throws IOException {
        Path folder = pluginFolder("beat-folder");
        Artifact first = assertInstanceOf(Staged.class, store.stage(new LocalSource(folder)))
                .artifact();
        Files.move(folder.resolve("config/rules.txt"), folder.resolve("config/other.txt"));
        Artifact renamed = assertInstanceOf(Staged.class, store.stage(new LocalSource(folder)))
                .artifact();
        Files.writeString(folder.resolve("config/other.txt"), "new rules");
        Artifact changed = assertInstanceOf(Staged.class, store.stage(new LocalSource(folder)))
                .artifact();
        assertEquals(
                3,
                java.util.Set.of(first.digest(), renamed.digest(), changed.digest())
                        .size());
    }

    @Test
    void aFolderWithAHalfWrittenJarIsNotTaken() throws IOException {
        Path folder = pluginFolder("beat-folder");
        byte[] helper = Files.readAllBytes(folder.resolve("lib/helper.jar"));
        Files.write(folder.resolve("lib/helper.jar"), java.util.Arrays.copyOf(helper, helper.length - 5));
        Staging.Incomplete incomplete =
                assertInstanceOf(Staging.Incomplete.class, store.stage(new LocalSource(folder)));
        assertTrue(incomplete.reason().contains("lib/helper.jar"), incomplete.reason());
    }

    @Test
    void theManifestOfAFolderDecidesBetweenTwoPluginsInIt() throws IOException {
        Path folder = pluginFolder("pair-2.0");
        Files.write(folder.resolve("lib/second.jar"), Jars.withManifest("Plugin-Id: second"));
        Refused refused = assertInstanceOf(Refused.class, store.stage(new LocalSource(folder)));
        assertTrue(
                refused.problem().message().contains("beat.jar, lib/second.jar"),
                refused.problem().message());
        Files.createDirectories(folder.resolve("META-INF"));
        Files.writeString(folder.resolve(Jars.MANIFEST), "Manifest-Version: 1.0\nPlugin-Id: pair\n\n");
        assertEquals(
                "pair@2.0",
                assertInstanceOf(Staged.class, store.stage(new LocalSource(folder)))
                        .artifact()
                        .label());
    }

    @Test
    void aFolderOfClassesIsAPluginToo() throws IOException {
        Path folder = Files.createDirectories(home.resolve("classes-1.0"));
        for (Map.Entry<String, byte[]> entry : Jars.entries(Jars.plugin()).entrySet()) {
            Path file = folder.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, entry.getValue());
        }
        assertEquals(
                "beat@1.2.0",
                assertInstanceOf(Staged.class, store.stage(new LocalSource(folder)))
                        .artifact()
                        .label());
    }

    @Test
    void aClassPathMayReachOtherJarsOfItsFolder() throws IOException {
        Path folder = pluginFolder("beat-folder");
        Files.write(folder.resolve("lib/inner.jar"), Jars.withManifest("Class-Path: ../beat.jar helper.jar"));
        assertInstanceOf(Staged.class, store.stage(new LocalSource(folder)));
        Files.write(folder.resolve("lib/inner.jar"), Jars.withManifest("Class-Path: ../../beat.jar"));
        assertInstanceOf(Refused.class, store.stage(new LocalSource(folder)));
    }

    private Path pluginFolder(String name) throws IOException {
        Path folder = home.resolve(name);
        Files.createDirectories(folder.resolve("lib"));
        Files.createDirectories(folder.resolve("config"));
        Files.write(folder.resolve("beat.jar"), Jars.plugin());
        Files.write(folder.resolve("lib/helper.jar"), Jars.zip(new LinkedHashMap<>(Map.of("help.txt", new byte[100]))));
        Files.writeString(folder.resolve("config/rules.txt"), "rules");
        return folder;
    }

    private Path sign(byte[] jar) throws Exception {
        Path plain = Files.write(home.resolve("plain.jar"), jar);
        Path signed = home.resolve("signed-by-jdk.jar");
        JarSigner signer = new JarSigner.Builder(SigningIdentity.make(home)).build();
        try (ZipFile in = new ZipFile(plain.toFile());
                OutputStream out = Files.newOutputStream(signed)) {
            signer.sign(in, out);
        }
        return signed;
    }

    private Artifact staged(String name, byte[] jar) throws IOException {
        return assertInstanceOf(Staged.class, stage(name, jar)).artifact();
    }

    private void assertRefused(String name, byte[] jar, String... parts) throws IOException {
        Refused refused = assertInstanceOf(Refused.class, stage(name, jar));
        for (String part : parts) {
            assertTrue(
                    refused.problem().message().contains(part),
                    refused.problem().toString());
        }
        assertTrue(refused.problem().place().file().endsWith(name));
    }

    private Staging stage(String name, byte[] jar) throws IOException {
        return store.stage(new LocalSource(Files.write(home.resolve(name), jar)));
    }
}
