package io.reseat.host.children;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a child JVM runs.
 *
 * @param java the launcher of the Java that the host itself runs on
 * @param classPath JARs, or folders of classes in a development tree
 * @param main the main class
 */
record Program(Path java, List<Path> classPath, String main) {
    private static final String MAIN = "io.reseat.host.child.ChildMain";

    /** One class of each JAR; the host's own comes last, since its manifest names all others. */
    private static final List<String> WITNESSES = List.of(
            "io.reseat.api.Task",
            "org.slf4j.Logger",
            "org.slf4j.jdk.platform.logging.SLF4JSystemLoggerFinder",
            "tools.jackson.core.JsonParser",
            "tools.jackson.databind.ObjectMapper",
            "com.fasterxml.jackson.annotation.JsonProperty",
            "io.reseat.host.wire.Channel");

    /** The program of this very host. */
    static Program ofHost() {
        Set<Path> classPath =
                WITNESSES.stream().map(Program::home).collect(Collectors.toCollection(LinkedHashSet::new));
        return new Program(Path.of(System.getProperty("java.home"), "bin", launcher()), List.copyOf(classPath), MAIN);
    }

    /** The same with another main class, which lies in further places. */
    Program with(String otherMain, Path... further) {
        return new Program(
                java, Stream.concat(Stream.of(further), classPath.stream()).toList(), otherMain);
    }

    /** For {@code -cp}. */
    String classPathText() {
        return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static String launcher() {
        return System.getProperty("os.name").startsWith("Windows") ? "java.exe" : "java";
    }

    /** Where a class was loaded from. */
    static Path home(String type) {
        try {
            CodeSource source = Class.forName(type, false, Program.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource();
            return Path.of(source.getLocation().toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException("the host's own class " + type + " has no place in the file system", e);
        }
    }
}
