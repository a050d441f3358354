package io.reseat.host.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock that keeps a second host out of a home. Held until it is closed or the process ends. The file says who has it;
 * it is left in place, since removing it would let two hosts lock two files of one name.
 */
public final class HomeLock implements Closeable {
    /** POSIX drops a process's locks on a file when it closes any descriptor of it, so this process never opens it twice. */
    private static final Set<Path> TAKEN_HERE = ConcurrentHashMap.newKeySet();

    /** Beyond the content: Windows lets nobody read what is locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path file;
    private final FileChannel channel;

    private HomeLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock of a home.
     *
     * @param data the home's {@code data} folder
     * @throws HomeInUseException if another host has it; the message names its pid
     */
    public static HomeLock take(Path data) throws IOException {
        Path file = data.toRealPath().resolve("lock");
        if (!TAKEN_HERE.add(file)) {
            throw inUse(file, "pid " + ProcessHandle.current().pid() + ", this very process");
        }
        try {
            return new HomeLock(file, lockedChannel(file));
        } catch (IOException | RuntimeException e) {
            TAKEN_HERE.remove(file);
            throw e;
        }
    }

    private static FileChannel lockedChannel(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                throw inUse(file, read(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder().getBytes(StandardCharsets.UTF_8)), 0);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String holder() {
        ProcessHandle self = ProcessHandle.current();
        Instant started = self.info().startInstant().orElseGet(Instant::now).truncatedTo(ChronoUnit.SECONDS);
        return "pid " + self.pid() + ", started " + started + "\n";
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(200);
        channel.read(content, 0);
        String text = StandardCharsets.UTF_8.decode(content.flip()).toString().strip();
        return text.isEmpty() ? "another process, which is just starting" : text;
    }

    private static HomeInUseException inUse(Path file, String holder) {
        return new HomeInUseException("a host runs on " + DurableFile.folderOf(DurableFile.folderOf(file))
                + " already (" + holder + "): stop it first, or start this one with another --home");
    }

    @Override
    public void close() throws IOException {
        channel.close();
        TAKEN_HERE.remove(file);
    }
}
