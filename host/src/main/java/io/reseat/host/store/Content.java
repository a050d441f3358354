package io.reseat.host.store;

import io.reseat.host.model.Digest;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A copy of a source that nobody else writes to.
 *
 * @param root the JAR or the folder
 * @param folder which of the two
 * @param files relative to a folder's root, sorted; a JAR's own name
 * @param digest as {@link ContentDigest} says
 * @param bytes of all files
 */
record Content(Path root, boolean folder, List<String> files, Digest digest, long bytes) {
    /** Copies a source into an empty folder, under a name of its own. */
    static Content copy(Source source, Path into) throws IOException {
        List<Source.Part> parts = source.parts();
        Path root = into.resolve(safeName(source));
        if (source.folder()) {
            return copyFolder(parts, root);
        }
        if (parts.size() != 1) {
            throw new HalfWrittenException("it is gone, or became a folder");
        }
        Source.Part jar = parts.get(0);
        Digest digest = copy(jar, root);
        return new Content(root, false, List.of(root.getFileName().toString()), digest, jar.size());
    }

    private static Content copyFolder(List<Source.Part> parts, Path root) throws IOException {
        SortedMap<String, Digest> files = new TreeMap<>();
        long bytes = 0;
        Files.createDirectory(root);
        for (Source.Part part : parts) {
            Path file = inside(root, part.path());
            Files.createDirectories(file.getParent());
            files.put(part.path(), copy(part, file));
            bytes += part.size();
        }
        return new Content(root, true, List.copyOf(files.keySet()), ContentDigest.ofFolder(files), bytes);
    }

    private static Digest copy(Source.Part part, Path file) throws IOException {
        try (OutputStream out = new FileOutputStream(file.toFile())) {
            return ContentDigest.copy(part, out);
        }
    }

    /** The files that are JARs. */
    List<String> jars() {
        return folder
                ? files.stream()
                        .filter(file -> file.toLowerCase(Locale.ROOT).endsWith(".jar"))
                        .toList()
                : files;
    }

    /** Where one of the files lies. */
    Path place(String file) {
        return folder ? root.resolve(file) : root;
    }

    private static Path inside(Path root, String path) throws RefusedException {
        Path file = root.resolve(path).normalize();
        boolean strange = path.chars().anyMatch(c -> c < ' ' || c == '\\');
        if (strange || file.equals(root) || !file.startsWith(root)) {
            throw new RefusedException(
                    "its file '" + path + "' leads out of it, or has a name that cannot be kept: rename it");
        }
        return file;
    }

    private static String safeName(Source source) {
        String name = source.name();
        boolean safe = name.matches("[A-Za-z0-9_][A-Za-z0-9_.+-]{0,120}") && !StoredArtifact.reserved(name);
        return safe ? name : source.folder() ? "plugin" : "plugin.jar";
    }
}
