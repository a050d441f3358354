package io.reseat.bench.plugin;

import io.reseat.api.Task;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Appends one record for each cycle, as a pulse task does, through a file that stays open: one {@code write(2)} of 32 bytes,
 * which the kernel keeps whole beside those of other tasks and generations. The time is taken before it.
 */
final class BeatTask implements Task {
    private final long jar = Stamp.ofThisJar().marker();
    private final long process = ProcessHandle.current().pid();
    private volatile BeatConfig config;
    private @Nullable OutputStream out;

    BeatTask(BeatConfig config) {
        this.config = config;
    }

    void take(BeatConfig next) {
        config = next;
    }

    @Override
    public void start() throws IOException {
        out = new FileOutputStream(config.pulses(), true); // no channel: an interrupt would close that
    }

    @Override
    public void run() throws IOException {
        BeatConfig now = config;
        append(now.marker(), System.nanoTime());
        if (now.fails()) {
            throw new IOException("this config says that the cycle fails");
        }
    }

    private void append(long marker, long nanos) throws IOException {
        OutputStream open = out;
        if (open == null) {
            throw new IllegalStateException("a cycle before start()");
        }
        ByteBuffer record = ByteBuffer.allocate(4 * Long.BYTES);
        record.putLong(marker).putLong(jar).putLong(nanos).putLong(process << 1 | 1);
        open.write(record.array());
    }

    @Override
    public void close() throws IOException {
        OutputStream open = out;
        if (open != null) {
            open.close();
        }
    }
}
