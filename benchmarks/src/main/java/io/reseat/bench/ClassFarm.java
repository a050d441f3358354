package io.reseat.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Classes {@code farm.C0…} of about the size of hand-written ones, compiled in memory. Stateless. */
final class ClassFarm {
    private ClassFarm() {}

    /** Class files by their path in a JAR. */
    static Map<String, byte[]> grow(int classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Source> sources = IntStream.range(0, classes).mapToObj(Source::new).toList();
        try (Memory memory = new Memory(compiler.getStandardFileManager(null, null, null))) {
            List<String> options = List.of("--release", "17", "-proc:none", "-g:none");
            if (!compiler.getTask(null, memory, null, options, null, sources).call()) {
                throw new IllegalStateException("the generated classes do not compile");
            }
            Map<String, byte[]> result = new LinkedHashMap<>();
            memory.written.forEach((name, bytes) -> result.put(name.replace('.', '/') + ".class", bytes.toByteArray()));
            return result;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final int number;

        Source(int number) {
            super(URI.create("string:///farm/C" + number + ".java"), Kind.SOURCE);
            this.number = number;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            StringBuilder text = new StringBuilder("package farm;\npublic final class C" + number + " {\n");
            text.append("  private static final String NAME = \"class number " + number + "\";\n");
            text.append("  private final java.util.List<String> seen = new java.util.ArrayList<>();\n");
            for (int m = 0; m < 10; m++) {
                text.append(method(m));
            }
            return text.append("}\n");
        }

        private String method(int m) {
            return "  public int m" + m + "(int x, String s) {\n"
                    + "    if (s == null) throw new IllegalArgumentException(NAME + \" needs s in m" + m + "\");\n"
                    + "    int sum = " + (number * 31 + m) + ";\n"
                    + "    for (int i = 0; i < x; i++) { sum += s.length() * i; seen.add(s + i); }\n"
                    + "    return sum ^ seen.size();\n  }\n";
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        final Map<String, ByteArrayOutputStream> written = new LinkedHashMap<>();

        Memory(JavaFileManager base) {
            super(base);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return written.computeIfAbsent(name, n -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
