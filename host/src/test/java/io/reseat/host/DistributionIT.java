package io.reseat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unpacked distribution, as {@code mvn package} leaves it. */
class DistributionIT {
    private static final Path UNPACKED = Path.of(System.getProperty("reseat.unpacked"));

    @TempDir
    Path temp;

    private record Ended(int status, String out, String err) {}

    private Ended reseat(String... arguments) throws Exception {
        return start(UNPACKED.resolve("bin/reseat"), System.getProperty("java.home"), arguments);
    }

    private Ended start(Path program, String javaHome, String... arguments) throws Exception {
        Path out = temp.resolve("out");
        Path err = temp.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                .toList());
        builder.environment().put("JAVA_HOME", javaHome);
        builder.environment().remove("RESEAT_HOME");
        int status = builder.redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Ended(status, Files.readString(out), Files.readString(err));
    }

    /** The flags that a JVM would get from the script. */
    private List<String> flags(Map<String, String> environment, String command) throws Exception {
        return flags("17.0.1", environment, command);
    }

    private List<String> flags(String version, Map<String, String> environment, String command) throws Exception {
        Path java = temp.resolve("jdk");
        Files.createDirectories(java.resolve("bin"));
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Files.writeString(java.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\" $MALLOC_MMAP_THRESHOLD_\n");
        assertTrue(java.resolve("bin/java").toFile().setExecutable(true));
        ProcessBuilder builder =
                new ProcessBuilder(UNPACKED.resolve("bin/reseat").toString(), command);
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "RESEAT_OPTS", "MALLOC_MMAP_THRESHOLD_")
                .forEach(builder.environment()::remove);
        builder.environment().put("JAVA_HOME", java.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        return process.inputReader().lines().toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void everyJarOfTheClassPathIsThereAndNoOther() throws Exception {
        try (JarFile jar = new JarFile(UNPACKED.resolve("lib/reseat-host.jar").toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            List<String> named = Stream.concat(
                            Stream.of("reseat-host.jar"),
                            Stream.of(manifest.getValue("Class-Path").split(" ")))
                    .sorted()
                    .toList();
            assertEquals(named, names(UNPACKED.resolve("lib")));
            assertEquals("io.reseat.host.Main", manifest.getValue("Main-Class"));
            assertEquals("ALL-UNNAMED", manifest.getValue("Enable-Native-Access"));
        }
    }

    @Test
    void configAndSamplesAreInPlace() throws Exception {
        assertTrue(names(UNPACKED.resolve("conf")).containsAll(List.of("reseat.yaml", "tasks")));
        List<String> plugins = names(UNPACKED.resolve("plugins"));
        for (String sample : List.of("heartbeat", "http-probe", "file-import")) {
            assertTrue(plugins.stream().anyMatch(name -> name.startsWith(sample)), plugins.toString());
            assertTrue(Files.exists(UNPACKED.resolve("conf/tasks/" + sample + ".yaml")), sample);
        }
        assertTrue(Files.exists(UNPACKED.resolve("LICENSE")));
    }

    @Test
    void theFolderPluginHoldsItsLibrariesButNothingOfTheHosts() throws Exception {
        List<String> jars = names(UNPACKED.resolve("plugins/file-import"));
        for (String needed : List.of("file-import", "HikariCP", "commons-csv", "jackson-core", "h2", "postgresql")) {
            assertTrue(jars.stream().anyMatch(name -> name.startsWith(needed)), needed + " not in " + jars);
        }
        for (String ofTheHost : List.of("slf4j", "reseat", "jspecify")) {
            assertTrue(jars.stream().noneMatch(name -> name.startsWith(ofTheHost)), ofTheHost + " in " + jars);
        }
    }

    @Test
    void theArchivesHoldTheSame() throws Exception {
        List<String> archives = names(UNPACKED.resolveSibling("."));
        assertTrue(archives.stream().anyMatch(name -> name.startsWith("reseat-") && name.endsWith(".tar.gz")));
        String zip = archives.stream()
                .filter(name -> name.startsWith("reseat-") && name.endsWith(".zip"))
                .findFirst()
                .orElseThrow();
        try (JarFile entries = new JarFile(UNPACKED.resolveSibling(zip).toFile())) {
            String base = zip.replace(".zip", "/");
            assertTrue(entries.getEntry(base + "bin/reseat") != null, "no bin/reseat in " + zip);
            assertTrue(entries.getEntry(base + "lib/reseat-host.jar") != null, "no reseat-host.jar in " + zip);
        }
    }

    @Test
    void versionSaysWhichJavaRuns() throws Exception {
        Ended version = reseat("version");
        assertEquals(0, version.status(), version.err());
        assertTrue(version.out().contains("Java " + System.getProperty("java.version")), version.out());
        assertFalse(version.out().contains("${"), version.out());
        assertEquals("", version.err());
    }

    @Test
    void flagsOfTheOperatorComeAfterThoseOfTheScript() throws Exception {
        List<String> flags = flags(Map.of("RESEAT_OPTS", "-Xms1g -Xmx2g"), "run");
        assertTrue(flags.contains("-XX:+UseSerialGC"), flags.toString());
        assertTrue(flags.indexOf("-Xms24m") < flags.indexOf("-Xms1g"), flags.toString());
        assertTrue(flags.contains("16384"), flags.toString());
        List<String> own = flags(Map.of("MALLOC_MMAP_THRESHOLD_", "65536"), "run");
        assertTrue(own.contains("65536") && !own.contains("16384"), own.toString());
    }

    @Test
    void objectsAreSmallerWhereTheJavaHasAnArchiveForThat() throws Exception {
        String smaller = "-XX:+UseCompactObjectHeaders";
        assertFalse(flags("25.0.1", Map.of(), "run").contains(smaller));
        Path folder = Files.createDirectories(temp.resolve("jdk/lib/server"));
        Files.writeString(folder.resolve("classes_coh.jsa"), "");
        assertTrue(flags("25.0.1", Map.of(), "run").contains(smaller));
        assertFalse(flags("24.0.1", Map.of(), "run").contains(smaller));
    }

    @Test
    void anotherCollectorReplacesTheScripts() throws Exception {
        for (String variable : List.of("RESEAT_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS")) {
            List<String> flags = flags(Map.of(variable, "-Xmx1g -XX:+UseZGC"), "run");
            assertFalse(flags.contains("-XX:+UseSerialGC"), variable + ": " + flags);
        }
    }

    @Test
    void aCommandDoesNotGetTheFlagsOfTheHost() throws Exception {
        List<String> flags = flags(Map.of("RESEAT_OPTS", "-agentlib:jdwp=server=y,address=5005"), "status");
        assertTrue(flags.stream().noneMatch(flag -> flag.startsWith("-agentlib")), flags.toString());
        assertTrue(flags.contains("-XX:+UseSerialGC"), flags.toString());
    }

    @Test
    void theScriptIsFoundThroughSymbolicLinks() throws Exception {
        Path first = Files.createSymbolicLink(temp.resolve("first"), UNPACKED.resolve("bin/reseat"));
        Path second = Files.createSymbolicLink(temp.resolve("second"), first.getFileName());
        assertEquals(
                0, start(second, System.getProperty("java.home"), "version").status());
    }

    @Test
    void anOldJavaIsRefusedInOneLine() throws Exception {
        Path old = temp.resolve("jdk8");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"1.8.0_402\"\n");
        Files.writeString(old.resolve("bin/java"), "#!/bin/sh\nexit 99\n");
        assertTrue(old.resolve("bin/java").toFile().setExecutable(true));
        Ended refused = start(UNPACKED.resolve("bin/reseat"), old.toString(), "version");
        assertEquals(1, refused.status());
        assertEquals(
                "reseat: " + old + "/bin/java is Java 8, but 17 or later is needed; set JAVA_HOME\n", refused.err());
    }

    @Test
    void aWrongJavaHomeIsNamed() throws Exception {
        Ended refused =
                start(UNPACKED.resolve("bin/reseat"), temp.resolve("none").toString(), "version");
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("JAVA_HOME is " + temp.resolve("none")), refused.err());
    }

    @Test
    void initWritesAHomeThatRunsTheSampleAndNeverWritesOverOne() throws Exception {
        Path home = temp.resolve("home");
        Ended made = reseat("init", "--home", home.toString());
        assertEquals(0, made.status(), made.err());
        assertTrue(Files.exists(home.resolve("conf/reseat.yaml")));
        assertTrue(names(home.resolve("plugins")).get(0).startsWith("heartbeat"));
        Path task = home.resolve("conf/tasks/heartbeat.yaml");
        assertEquals(Files.readString(UNPACKED.resolve("conf/tasks/heartbeat.yaml")), Files.readString(task));
        Files.writeString(task, "plugin: mine\n", StandardCharsets.UTF_8);
        Ended again = reseat("init", "--home", home.toString());
        assertEquals(1, again.status());
        assertTrue(again.err().startsWith("reseat init: " + home + " has a folder conf already"), again.err());
        assertEquals("plugin: mine\n", Files.readString(task));
    }

    @Test
    void theHomeIsTheDistributionUnlessAnotherIsNamed() throws Exception {
        Ended status = reseat("status");
        assertEquals(1, status.status());
        assertTrue(status.err().contains("no host runs on " + UNPACKED.toRealPath()), status.err());
    }

    @Test
    void wrongUsageEndsWithTwoAndSuggestsACommand() throws Exception {
        Ended misspelt = reseat("statsu");
        assertEquals(2, misspelt.status());
        assertTrue(misspelt.err().contains("Did you mean: reseat status"), misspelt.err());
        assertEquals(2, reseat("status", "--jsn").status());
        assertEquals(2, reseat().status());
    }

    @Test
    void aCommandOfALaterVersionIsRefused() throws Exception {
        Ended refused = reseat("logs", "heartbeat", "3", "--now");
        assertEquals(1, refused.status());
        assertEquals("reseat logs: 'logs heartbeat 3 --now' is not built yet\n", refused.err());
    }

    @Test
    void theShellCanCompleteEveryCommand() throws Exception {
        Ended script = reseat("completion");
        assertEquals(0, script.status(), script.err());
        Path file = Files.writeString(temp.resolve("completion.bash"), script.out());
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source " + file + " && COMP_WORDS=(reseat relo) COMP_CWORD=1 && "
                                + "_complete_reseat && echo ${COMPREPLY[@]}")
                .redirectErrorStream(true)
                .start();
        String completed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("reload", completed.strip());
    }
}
