package io.reseat.host.isolation;

import io.reseat.host.model.Artifact;
import java.io.IOException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A plugin's class path, in order: the JAR, or the folder itself, then the JARs directly in it and in {@code lib/} by
 * name. Owned by the {@link PluginClassLoader}; safe from any thread.
 */
final class PluginPath implements AutoCloseable {
    private final List<PathElement> elements;

    private PluginPath(List<PathElement> elements) {
        this.elements = List.copyOf(elements);
    }

    static PluginPath open(Artifact artifact) throws IOException {
        List<PathElement> opened = new ArrayList<>();
        try {
            if (!artifact.folder()) {
                opened.add(JarElement.open(artifact.location()));
            } else {
                opened.add(FolderElement.open(artifact.location()));
                for (Path jar : jarsIn(artifact.location())) {
                    opened.add(JarElement.open(jar));
                }
            }
            return new PluginPath(opened);
        } catch (IOException | RuntimeException e) {
            closeAll(opened, e);
            throw e;
        }
    }

    private static List<Path> jarsIn(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path directory : List.of(folder, folder.resolve("lib"))) {
            if (Files.isDirectory(directory)) {
                try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.jar")) {
                    TreeSet<Path> sorted = new TreeSet<>();
                    found.forEach(sorted::add);
                    jars.addAll(sorted);
                }
            }
        }
        return jars;
    }

    List<PathElement> elements() {
        return elements;
    }

    URL[] locations() {
        return elements.stream().map(PathElement::location).toArray(URL[]::new);
    }

    /** The plugin's JAR or folder. */
    URL location() {
        return elements.get(0).location();
    }

    @Nullable
    URL first(String name) {
        for (PathElement element : elements) {
            @Nullable URL found = element.resource(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    List<URL> all(String name) {
        List<URL> all = new ArrayList<>();
        for (PathElement element : elements) {
            @Nullable URL found = element.resource(name);
            if (found != null) {
                all.add(found);
            }
        }
        return all;
    }

    /** A sentence for each copy of a shared library that lies in the plugin and is not used. */
    List<String> ignoredCopies() {
        List<String> warnings = new ArrayList<>();
        for (PathElement element : elements) {
            for (String marker : SharedPackages.MARKERS) {
                if (element.resource(marker) != null) {
                    warnings.add(element.location() + " carries its own copy of " + SharedPackages.packageOf(marker)
                            + ": it is ignored and the host's is used; leave it out of the plugin");
                }
            }
        }
        return warnings;
    }

    /** Closes all; every failure is suppressed in the one thrown. */
    @Override
    public void close() throws IOException {
        IOException failure = new IOException("some files of a plugin could not be closed");
        closeAll(elements, failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private static void closeAll(List<PathElement> elements, Exception collector) {
        for (PathElement element : elements) {
            try {
                element.close();
            } catch (IOException e) {
                collector.addSuppressed(e);
            }
        }
    }
}
