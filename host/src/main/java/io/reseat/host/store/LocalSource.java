package io.reseat.host.store;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A JAR or a folder on this machine. Immutable; asks the file system on each call. */
record LocalSource(Path path) implements Source {
    @Override
    public String name() {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    @Override
    public String shown() {
        return path.toString();
    }

    @Override
    public boolean folder() {
        return Files.isDirectory(path);
    }

    @Override
    public List<Part> parts() throws IOException {
        if (!folder()) {
            return List.of(part(path, name()));
        }
        List<Part> parts = new ArrayList<>();
        for (Path file : files()) {
            parts.add(part(file, path.relativize(file).toString().replace('\\', '/')));
        }
        return parts;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(path)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Part part(Path file, String name) throws IOException {
        return new Part(name, Files.size(file), () -> new FileInputStream(file.toFile()));
    }

    @Override
    public Object fingerprint() throws IOException {
        List<Object> stats = new ArrayList<>();
        for (Path file : files()) {
            BasicFileAttributes stat = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            stats.add(List.of(file, stat.size(), stat.lastModifiedTime(), String.valueOf(stat.fileKey())));
        }
        return stats;
    }

    @Override
    public Optional<byte[]> sibling(String suffix) throws IOException {
        return DurableFile.read(path.toAbsolutePath().normalize().resolveSibling(name() + suffix));
    }
}
