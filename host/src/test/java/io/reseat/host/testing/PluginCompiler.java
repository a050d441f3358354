package io.reseat.host.testing;

import io.reseat.api.TaskFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles Java source text in memory against the plugin API and SLF4J; the same sources are compiled once per JVM. */
final class PluginCompiler {
    private static final Map<Input, Map<String, byte[]>> DONE = new ConcurrentHashMap<>();
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private PluginCompiler() {}

    /** What decides the output. */
    private record Input(Map<String, String> sources, List<Path> libraries) {}

    /** The class files by the paths of their JAR entries, in order. */
    static Map<String, byte[]> compile(Map<String, String> sources, List<Path> libraries) {
        if (sources.isEmpty()) {
            return Map.of();
        }
        return DONE.computeIfAbsent(new Input(Map.copyOf(sources), List.copyOf(libraries)), PluginCompiler::run);
    }

    private static Map<String, byte[]> run(Input input) {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<JavaFileObject> units = new ArrayList<>();
        input.sources().forEach((name, text) -> units.add(new Source(name, text)));
        try (StandardJavaFileManager files = COMPILER.getStandardFileManager(problems, null, StandardCharsets.UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath(input.libraries()));
            Memory memory = new Memory(files);
            List<String> options = List.of("-proc:none", "-parameters", "-nowarn");
            if (!COMPILER.getTask(null, memory, problems, options, null, units).call()) {
                throw new AssertionError("the test's plugin does not compile: " + problems.getDiagnostics());
            }
            return memory.classes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> classPath(List<Path> libraries) {
        List<Path> path = new ArrayList<>(libraries);
        path.add(locationOf(TaskFactory.class));
        path.add(locationOf(org.slf4j.Logger.class));
        return path;
    }

    private static Path locationOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One source file. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** One class file. */
    private static final class ClassFile extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        ClassFile(String className) {
            super(URI.create("memory:///" + className.replace('.', '/') + ".class"), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    /** Keeps what the compiler writes. */
    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ClassFile> written = new TreeMap<>();

        Memory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return written.computeIfAbsent(className.replace('.', '/') + ".class", path -> new ClassFile(className));
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new TreeMap<>();
            written.forEach((path, file) -> classes.put(path, file.bytes.toByteArray()));
            return classes;
        }
    }
}
