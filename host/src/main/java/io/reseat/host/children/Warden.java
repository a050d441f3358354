package io.reseat.host.children;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shell that outlives a killed host by a moment: at the end of its input it ends all processes that it was told of,
 * with their descendants, stopped ones too. Started with the first process; used under the lock of its owner. Where there
 * is no shell, what survives is swept at the next start of the host.
 */
final class Warden {
    private static final Logger LOG = LoggerFactory.getLogger(Warden.class);
    private static final Path SHELL = Path.of("/bin/sh");
    private static final long PATIENCE_SECONDS = 2;

    private final String marker;
    private final String script;
    private @Nullable Process shell;
    private boolean given;

    /** @param marker of all children of this host */
    Warden(String marker) {
        this.marker = marker;
        this.script = script();
    }

    /**
     * Tells it of a process.
     *
     * @param others those that it was told of before, for the case that it was killed
     */
    void watch(long pid, Collection<Long> others) {
        if (!tell("+ " + pid) && start()) {
            others.forEach(other -> tell("+ " + other));
            tell("+ " + pid);
        }
    }

    /** A process has ended, and its number may be given to another. */
    void forget(long pid) {
        tell("- " + pid);
    }

    /** Lets it end what is left, and itself. */
    void close() throws InterruptedException {
        Process running = shell;
        if (running == null) {
            return;
        }
        try {
            running.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("the warden went first", e);
        }
        if (!running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            running.destroyForcibly();
        }
    }

    private static String script() {
        try (InputStream script = Warden.class.getResourceAsStream("warden.sh")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean start() {
        if (given || !Files.isExecutable(SHELL)) {
            return false;
        }
        ProcessBuilder builder = new ProcessBuilder(
                List.of(SHELL.toString(), "-c", script, "reseat-warden", JvmCommand.MARKER + "=" + marker));
        builder.directory(Path.of("/").toFile()); // it holds no file system that someone wants to unmount
        builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
        builder.environment().remove(JvmCommand.MARKER);
        try {
            shell = builder.start();
            return true;
        } catch (IOException e) {
            given = true;
            LOG.warn(
                    "no warden could be started: {}. If this host is killed with -9, processes of tasks may live on until"
                            + " its next start",
                    e.getMessage());
            return false;
        }
    }

    private boolean tell(String line) {
        Process running = shell;
        if (running == null) {
            return false;
        }
        try {
            OutputStream in = running.getOutputStream();
            in.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            in.flush();
            return true;
        } catch (IOException e) {
            LOG.warn("the warden of child processes is gone ({}); the next process starts another", e.getMessage());
            shell = null;
            return false;
        }
    }
}
