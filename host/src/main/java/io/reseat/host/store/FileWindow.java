package io.reseat.host.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads little-endian values anywhere in a file through one buffer, which makes reading entry after entry cheap. Used by
 * one thread.
 */
final class FileWindow implements Closeable {
    private static final int MOST = 256 * 1024;

    private final FileChannel channel;
    private final long size;
    private ByteBuffer buffer;
    private long start;

    private FileWindow(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
        this.buffer = ByteBuffer.allocate((int) Math.min(size, MOST)).limit(0);
    }

    static FileWindow open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new FileWindow(channel, channel.size());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    long size() {
        return size;
    }

    /** The most that {@link #at} gives without growing the buffer. */
    int comfortable() {
        return buffer.capacity();
    }

    /**
     * A view of some bytes, valid until the next call.
     *
     * @throws HalfWrittenException if the file is shorter
     */
    ByteBuffer at(long position, int length) throws IOException {
        if (position < 0 || length < 0 || position > size - length) {
            throw new HalfWrittenException("it points beyond its end");
        }
        if (position < start || position + length > start + buffer.limit()) {
            fill(position, length);
        }
        return buffer.slice((int) (position - start), length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void fill(long position, int length) throws IOException {
        if (length > buffer.capacity()) {
            buffer = ByteBuffer.allocate(length);
        }
        start = position;
        buffer.clear();
        while (buffer.hasRemaining() && channel.read(buffer, start + buffer.position()) > 0) {}
        buffer.flip();
        if (buffer.limit() < length) {
            throw new HalfWrittenException("it became shorter while it was read");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
