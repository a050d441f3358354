package io.reseat.host.reconcile;

import io.reseat.host.config.HostSettings;
import io.reseat.host.config.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the files of a directory into the watched trees: all are copied beside their places first, under hidden names, and
 * then renamed. Runs on the disk's thread; what is replaced is gone only when its successor is whole on the disk.
 */
final class Application implements Runnable {
    private static final String PREFIX = ".apply-";
    private static final String REPLACED = ".replaced-";

    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");

    private record Move(Path source, Path beside, Path target) {}

    /** How a file or folder gets its name. */
    interface Rename {
        void move(Path from, Path to) throws IOException;
    }

    private final Path directory;
    private final HostSettings settings;
    private final Rename rename;

    /** @param directory absolute; only read */
    Application(Path directory, HostSettings settings) {
        this(directory, settings, (from, to) -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }

    /** With renames that may fail. */
    Application(Path directory, HostSettings settings, Rename rename) {
        this.directory = directory;
        this.settings = settings;
        this.rename = rename;
    }

    /** Ends what a killed host was about to put in place; before the trees are watched. */
    static void endKilled(HostSettings settings) {
        for (Location tree : List.of(settings.tasks(), settings.plugins())) {
            try {
                if (tree.local() && Files.isDirectory(tree.path())) {
                    endKilled(tree.path());
                }
            } catch (IOException e) {
                LOG.warn("{}: what a killed 'reseat apply' left there could not be tidied up: {}", tree, e.toString());
            }
        }
    }

    /** A folder that was moved aside has its successor whole beside it, or comes back. */
    private static void endKilled(Path tree) throws IOException {
        for (Path old : named(tree, REPLACED)) {
            String name = old.getFileName().toString().substring(REPLACED.length());
            Path target = tree.resolve(name);
            Path beside = tree.resolve(PREFIX + name);
            if (!Files.exists(target)) {
                Files.move(Files.exists(beside) ? beside : old, target, StandardCopyOption.ATOMIC_MOVE);
                LOG.info("{}: put in place, which a killed 'reseat apply' had not done", target);
            }
            delete(old);
        }
        for (Path beside : named(tree, PREFIX)) {
            delete(beside); // a copy
        }
    }

    private static List<Path> named(Path folder, String prefix) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    @Override
    public void run() {
        List<Move> waiting = new ArrayList<>();
        List<Path> done = new ArrayList<>();
        try {
            waiting.addAll(moves());
            if (waiting.isEmpty()) {
                throw new IllegalStateException(directory
                        + " has no task files (*.yaml, *.yml, *.json, tasks/) and no plugins (*.jar, plugins/)");
            }
            for (Move move : waiting) {
                copy(move.source(), move.beside());
            }
            while (!waiting.isEmpty()) {
                replace(waiting.get(0));
                done.add(waiting.remove(0).target());
            }
        } catch (IOException e) {
            throw new IllegalStateException(failure(e, done, waiting), e);
        } finally {
            waiting.forEach(move -> deleteOrTell(move.beside())); // they may fill the disk
        }
    }

    private String failure(IOException why, List<Path> done, List<Move> waiting) {
        if (done.isEmpty()) {
            return directory + " was not put in place: " + why + "; nothing was changed";
        }
        String left = waiting.stream().map(move -> move.target().toString()).collect(Collectors.joining(", "));
        String renamed = done.stream().map(Path::toString).collect(Collectors.joining(", "));
        return directory + " was put in place in part: " + why + "; in place: " + renamed + "; as before: " + left
                + ". Apply it again when the cause is gone";
    }

    private List<Move> moves() throws IOException {
        if (!settings.tasks().local() || !settings.plugins().local()) {
            throw new IllegalStateException("it works on directories of this machine alone; conf/reseat.yaml has "
                    + settings.tasks() + " and " + settings.plugins());
        }
        List<Move> moves = new ArrayList<>();
        for (String folder : List.of("", "tasks", "conf/tasks")) {
            add(moves, directory.resolve(folder), settings.tasks().path(), Application::isTaskFile);
        }
        add(moves, directory, settings.plugins().path(), Application::isJar);
        add(
                moves,
                directory.resolve("plugins"),
                settings.plugins().path(),
                path -> isJar(path) || Files.isDirectory(path));
        return moves;
    }

    private interface Choice {
        boolean takes(Path path);
    }

    private static void add(List<Move> moves, Path from, Path to, Choice choice) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".") && choice.takes(file)) {
                    moves.add(new Move(file, to.resolve(PREFIX + name), to.resolve(name)));
                }
            }
        }
    }

    private static boolean isTaskFile(Path path) {
        String name = path.getFileName().toString();
        return Files.isRegularFile(path) && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }

    private static boolean isJar(Path path) {
        String name = path.getFileName().toString();
        boolean sidecar = name.endsWith(".jar.sha256") || name.endsWith(".jar.sig");
        return Files.isRegularFile(path) && (name.endsWith(".jar") || sidecar);
    }

    private static void copy(Path source, Path target) throws IOException {
        delete(target);
        try (Stream<Path> all = Files.walk(source)) {
            all.forEach(
                    path -> copyOne(path, target.resolve(source.relativize(path).toString())));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void copyOne(Path source, Path target) {
        try {
            if (Files.isDirectory(source)) {
                Files.createDirectories(target);
                return;
            }
            Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void replace(Move move) throws IOException {
        if (!Files.isDirectory(move.target())) {
            if (Files.isDirectory(move.beside()) && Files.exists(move.target())) {
                throw new FileAlreadyExistsException(move.target() + " is a file, and the new one is a folder");
            }
            rename.move(move.beside(), move.target());
            return;
        }
        Path old = move.target().resolveSibling(REPLACED + move.target().getFileName());
        delete(old);
        rename.move(move.target(), old);
        try {
            rename.move(move.beside(), move.target());
        } catch (IOException e) {
            moveBack(old, move.target(), e);
            throw e;
        }
        deleteOrTell(old);
    }

    private void moveBack(Path old, Path target, IOException why) {
        try {
            rename.move(old, target);
        } catch (IOException e) {
            why.addSuppressed(e);
            LOG.error("{} is missing now; what it was is {}: move it back by hand ({})", target, old, e.toString());
        }
    }

    /** For what is in nobody's way: the next start of the host tries again. */
    private static void deleteOrTell(Path path) {
        try {
            delete(path);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{}: left by 'reseat apply' and not deleted: {}", path, e.toString());
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }
}
