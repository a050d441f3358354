package io.reseat.host.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * A plugin built from Java source text while a test runs. The same calls give the same bytes, so the same digest.
 *
 * <pre>{@code
 * PluginJar.named("heartbeat").version("1.0.0")
 *         .source("beat.BeatFactory", "package beat; public final class BeatFactory ...")
 *         .factory("beat.BeatFactory")
 *         .writeTo(plugins.resolve("heartbeat.jar"));
 * }</pre>
 */
public final class PluginJar {
    private static final String FACTORIES = "io.reseat.api.TaskFactory";
    private static final long FIXED_TIME = 1_700_000_000_000L;

    private final Map<String, String> manifest = new TreeMap<>();
    private final Map<String, String> sources = new TreeMap<>();
    private final Map<Integer, Map<String, String>> versionedSources = new TreeMap<>();
    private final Map<String, List<String>> services = new TreeMap<>();
    private final Map<String, byte[]> resources = new TreeMap<>();
    private final List<Path> libraries = new ArrayList<>();

    private PluginJar() {}

    /** A plugin with this {@code Plugin-Id}, of version 1.0.0. */
    public static PluginJar named(String id) {
        return new PluginJar().manifest("Plugin-Id", id).version("1.0.0");
    }

    /** A JAR whose manifest names no plugin. */
    public static PluginJar unnamed() {
        return new PluginJar();
    }

    /** Sets {@code Plugin-Version}. */
    public PluginJar version(String version) {
        return manifest("Plugin-Version", version);
    }

    /** Sets an attribute of the manifest's main section. */
    public PluginJar manifest(String name, String value) {
        manifest.put(name, value);
        return this;
    }

    /** Adds a class, by its full name and its whole source. */
    public PluginJar source(String className, String java) {
        sources.put(className, java);
        return this;
    }

    /** Adds a class below {@code META-INF/versions/<release>/} and makes the JAR a Multi-Release one. */
    public PluginJar sourceFor(int release, String className, String java) {
        versionedSources.computeIfAbsent(release, r -> new TreeMap<>()).put(className, java);
        return manifest("Multi-Release", "true");
    }

    /** Names a class in {@code META-INF/services/io.reseat.api.TaskFactory}. */
    public PluginJar factory(String className) {
        return service(FACTORIES, className);
    }

    /** Names a class in {@code META-INF/services/<type>}. */
    public PluginJar service(String type, String className) {
        services.computeIfAbsent(type, t -> new ArrayList<>()).add(className);
        return this;
    }

    /** Adds any entry. */
    public PluginJar resource(String path, byte[] content) {
        resources.put(path, content.clone());
        return this;
    }

    /** Adds any entry, as UTF-8. */
    public PluginJar resource(String path, String content) {
        return resource(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Compiles against a JAR and packs what is in it, as an uber-JAR does; its manifest and signatures are left out. */
    public PluginJar including(Path library) {
        try (JarFile jar = new JarFile(library.toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (!entry.isDirectory() && !entry.getName().matches("META-INF/[^/]+\\.(MF|SF|RSA|DSA)")) {
                    resources.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compileAgainst(library);
    }

    /** A JAR or folder to compile against; it is not put into the plugin. */
    public PluginJar compileAgainst(Path library) {
        libraries.add(library);
        return this;
    }

    /** The JAR. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries().entrySet()) {
                ZipEntry zipEntry = new ZipEntry(entry.getKey());
                zipEntry.setTime(FIXED_TIME);
                jar.putNextEntry(zipEntry);
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes the JAR beside the file, then renames it over: it appears whole. */
    public Path writeTo(Path file) {
        try {
            Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
            Files.write(temporary, toBytes());
            return Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Truncates the file and writes the JAR into it, as {@code cp} and {@code maven-jar-plugin} do. */
    public Path writeInPlace(Path file) {
        try {
            return Files.write(file, toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what would be the JAR's entries as files below a folder, which may exist. */
    public Path writeFolder(Path folder) {
        try {
            for (Map.Entry<String, byte[]> entry : entries().entrySet()) {
                Path file = folder.resolve(entry.getKey());
                Files.createDirectories(file.getParent());
                Files.write(file, entry.getValue());
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("META-INF/MANIFEST.MF", manifestBytes()); // first, where readers of streams expect it
        services.forEach((type, names) -> entries.put(
                "META-INF/services/" + type, (String.join("\n", names) + "\n").getBytes(StandardCharsets.UTF_8)));
        entries.putAll(PluginCompiler.compile(sources, libraries));
        versionedSources.forEach((release, classes) -> PluginCompiler.compile(classes, libraries)
                .forEach((path, bytes) -> entries.put("META-INF/versions/" + release + "/" + path, bytes)));
        entries.putAll(resources);
        return entries;
    }

    private byte[] manifestBytes() throws IOException {
        Manifest content = new Manifest();
        content.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((name, value) -> content.getMainAttributes().putValue(name, value));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.write(bytes);
        return bytes.toByteArray();
    }
}
