package io.reseat.host.children;

import io.reseat.host.wire.ProcessStart;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process as it is recorded on disk, so that the next host on this home can end it if this one is killed.
 *
 * @param pid its number
 * @param start when it started, as {@link ProcessStart} says
 * @param marker of all children of its host
 * @param label whose it is, for people
 */
record ProcessRecord(long pid, String start, String marker, String label) {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessRecord.class);

    /** Writes it whole or not at all. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path draft = folder.resolve("." + pid + ".tmp");
        Files.writeString(draft, String.join("\n", start, marker, label) + "\n");
        Files.move(draft, folder.resolve(Long.toString(pid)), StandardCopyOption.ATOMIC_MOVE);
    }

    static void delete(Path folder, long pid) {
        try {
            Files.deleteIfExists(folder.resolve(Long.toString(pid)));
        } catch (IOException e) {
            LOG.debug("a record of a process is left; its start time fits no later one", e);
        }
    }

    /** Ends what a killed host left behind, and forgets it. Called by the one host that has locked the home. */
    static void sweep(Path folder) {
        Set<String> markers = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                read(file).ifPresent(record -> {
                    record.end();
                    markers.add(record.marker);
                });
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            return; // no process was ever recorded
        } catch (IOException e) {
            LOG.warn("{} cannot be swept: {}. Processes of a killed host may live on", folder, e.toString());
        }
        for (String marker : markers) {
            int strays = Family.killMarked(marker);
            if (strays > 0) {
                LOG.warn("ended {} processes that children of a killed host had started", strays);
            }
        }
    }

    private void end() {
        ProcessHandle.of(pid)
                .filter(process ->
                        ProcessStart.of(process).filter(start::equals).isPresent())
                .ifPresent(process -> {
                    Family.kill(process);
                    LOG.warn("ended process {} of {}, which a killed host left behind", pid, label);
                });
    }

    private static Optional<ProcessRecord> read(Path file) {
        try {
            long pid = Long.parseLong(file.getFileName().toString());
            List<String> lines = Files.readAllLines(file);
            return lines.size() < 3
                    ? Optional.empty()
                    : Optional.of(new ProcessRecord(pid, lines.get(0), lines.get(1), lines.get(2)));
        } catch (NumberFormatException e) {
            return Optional.empty(); // a draft
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", file, e.toString());
            return Optional.empty();
        }
    }
}
