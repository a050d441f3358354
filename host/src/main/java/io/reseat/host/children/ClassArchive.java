package io.reseat.host.children;

import io.reseat.host.model.Digest;
import io.reseat.host.model.ProcessOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of child JVMs as an archive that a JVM maps instead of loading them one by one. Made once, and found again by
 * later hosts. Safe from any thread.
 *
 * <p>Its name is a digest of what all JARs hold, of the JVM and of its options: a JVM may take an archive of other JARs for
 * good. Their paths and times are in it as well, since the JVM refuses an archive where those differ.
 */
final class ClassArchive {
    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);
    private static final String SUFFIX = ".jsa";

    private final Path folder;
    private final Program program;
    private final Runnable wanted;
    private Optional<Path> file = Optional.empty();
    private boolean sought;
    private boolean told;

    /**
     * @param folder where it lies
     * @param wanted told once, when there is none and one can be made
     */
    ClassArchive(Path folder, Program program, Runnable wanted) {
        this.folder = folder;
        this.program = program;
        this.wanted = wanted;
    }

    /** The archive, if there is one by now that fits. Reads all JARs on the first call. */
    synchronized Optional<Path> fitting(ProcessOptions options) {
        Optional<Path> place = place();
        if (place.isEmpty() || options.jvmArgs().stream().anyMatch(ClassArchive::unfits)) {
            return Optional.empty();
        } else if (Files.exists(place.get())) {
            return place;
        }
        if (!told) {
            told = true;
            wanted.run();
        }
        return Optional.empty();
    }

    /** Where the JVM is to write it before it is whole; it is renamed by {@link #take}. */
    synchronized Optional<Path> draft() throws IOException {
        Files.createDirectories(folder);
        return place().map(whole -> whole.resolveSibling("." + whole.getFileName() + ".tmp"));
    }

    /** Takes what the JVM wrote, and deletes those of other JARs. */
    synchronized void take(Path draft) throws IOException {
        Path whole = place().orElseThrow();
        Files.move(draft, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (DirectoryStream<Path> others = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path other : others) {
                if (!other.equals(whole)) {
                    Files.deleteIfExists(other);
                }
            }
        }
    }

    /** Options with which the JVM is of another kind, or has an archive of its own. */
    private static boolean unfits(String option) {
        return option.matches("-XX:.Use.*")
                || option.startsWith("-Xshare")
                || option.startsWith("-XX:SharedArchiveFile");
    }

    private Optional<Path> place() {
        if (!sought) {
            sought = true;
            file = key().map(key -> folder.resolve(key.hex() + SUFFIX));
        }
        return file;
    }

    private Optional<Digest> key() {
        MessageDigest sum = Digest.sha256();
        add(sum, Runtime.version().toString() + System.getProperty("java.vm.version") + program.java());
        new JvmCommand(program, ProcessOptions.DEFAULT, folder, Optional.empty())
                .flags()
                .forEach(flag -> add(sum, flag));
        try {
            for (Path jar : program.classPath()) {
                if (!Files.isRegularFile(jar)) {
                    return Optional.empty(); // a folder of classes has no archive
                }
                add(sum, jar + " " + Files.getLastModifiedTime(jar));
                sum.update(Files.readAllBytes(jar));
            }
            return Optional.of(Digest.ofRaw(sum.digest()));
        } catch (IOException e) {
            LOG.warn("child JVMs start without a class archive: {}", e.toString());
            return Optional.empty();
        }
    }

    private static void add(MessageDigest sum, String text) {
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        sum.update((byte) 0);
    }
}
