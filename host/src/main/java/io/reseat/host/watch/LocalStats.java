package io.reseat.host.watch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks the local file system for {@link FileStat}s. Without state; safe from any thread. */
final class LocalStats {
    private static final int MOST_FILES = 100_000;
    private static final int DEEPEST = 64;

    private final boolean unix;

    LocalStats(Path anyPath) {
        unix = anyPath.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** Hears of each folder before it is listed. */
    interface FolderVisitor {
        void enter(Path folder, long inode) throws IOException;
    }

    /** A file below a folder. */
    record Found(String name, Path path, FileStat stat) {}

    /**
     * A file or folder, not what lies below it; null if it is missing or neither.
     *
     * @throws IOException if it is there but cannot be looked at
     */
    @Nullable
    FileStat of(Path path) throws IOException {
        try {
            return unix ? unix(path) : basic(path);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return null;
        }
    }

    private static @Nullable FileStat unix(Path path) throws IOException {
        Map<String, Object> all =
                Files.readAttributes(path, "unix:size,lastModifiedTime,ctime,ino,isDirectory,isRegularFile");
        boolean directory = part(all, "isDirectory", Boolean.class);
        if (!directory && !part(all, "isRegularFile", Boolean.class)) {
            return null;
        }
        long modified = nanos(part(all, "lastModifiedTime", FileTime.class));
        long changed = nanos(part(all, "ctime", FileTime.class));
        long size = directory ? 0 : part(all, "size", Long.class);
        return new FileStat(size, modified, changed, part(all, "ino", Long.class), directory, 0);
    }

    private static <T> T part(Map<String, Object> all, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(all.get(name), name));
    }

    private static @Nullable FileStat basic(Path path) throws IOException {
        BasicFileAttributes all = Files.readAttributes(path, BasicFileAttributes.class);
        boolean directory = all.isDirectory();
        if (!directory && !all.isRegularFile()) {
            return null;
        }
        long unknown = FileStat.UNKNOWN;
        return new FileStat(directory ? 0 : all.size(), nanos(all.lastModifiedTime()), unknown, unknown, directory, 0);
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }

    /** A folder with all that lies below it as one entry. */
    FileStat whole(Path folder, FileStat top, FolderVisitor visitor) throws IOException {
        long size = 0;
        long newest = top.modified();
        long detail = 1;
        for (Found found : below(folder, top, visitor)) {
            FileStat stat = found.stat();
            size += stat.size();
            newest = Math.max(newest, Math.max(stat.modified(), stat.changed()));
            detail = detail * 31 + found.name().hashCode();
            detail = detail * 31 + mix(stat);
        }
        return new FileStat(size, newest, top.changed(), top.inode(), true, detail);
    }

    /** A hash over all that a stat says. */
    static long mix(FileStat stat) {
        long mixed = stat.size();
        for (long part : new long[] {stat.modified(), stat.changed(), stat.inode(), stat.detail()}) {
            mixed = (mixed ^ part) * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 32;
        }
        return mixed;
    }

    /** Everything below a folder, folders included, sorted by name; a folder that is its own parent is left out. */
    List<Found> below(Path folder, FileStat top, FolderVisitor visitor) throws IOException {
        List<Found> all = new ArrayList<>();
        Deque<Long> parents = new ArrayDeque<>(List.of(top.inode()));
        visitor.enter(folder, top.inode());
        list(folder, "", parents, visitor, all);
        all.sort((a, b) -> a.name().compareTo(b.name()));
        return all;
    }

    private void list(Path folder, String prefix, Deque<Long> parents, FolderVisitor visitor, List<Found> all)
            throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                add(child, prefix + child.getFileName(), parents, visitor, all);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void add(Path child, String name, Deque<Long> parents, FolderVisitor visitor, List<Found> all)
            throws IOException {
        FileStat stat = of(child);
        boolean loop = stat != null && stat.directory() && unix && parents.contains(stat.inode());
        if (stat == null || loop) {
            return;
        }
        all.add(new Found(name, child, stat));
        if (all.size() > MOST_FILES || parents.size() > DEEPEST) {
            throw new IOException("more than " + MOST_FILES + " files or " + DEEPEST + " folders deep at " + child);
        }
        if (stat.directory()) {
            visitor.enter(child, stat.inode());
            parents.push(stat.inode());
            list(child, name + "/", parents, visitor, all);
            parents.pop();
        }
    }
}
