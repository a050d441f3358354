package io.reseat.host.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One entry as the central directory has it.
 *
 * @param name decoded as the JVM does it
 * @param rawName its bytes
 * @param flags general purpose bits
 * @param method 0 stored, 8 deflated
 * @param crc of the content
 * @param packed length in the file
 * @param size length of the content
 * @param offset of the local header, as written
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one staging, is never compared
record ZipEntryHeader(
        String name, byte[] rawName, int flags, int method, long crc, long packed, long size, long offset) {
    static final int SIGNATURE = 0x02014b50;
    static final int LENGTH = 46;

    private static final int ZIP64_FIELD = 1;
    private static final long IN_ZIP64 = 0xFFFFFFFFL;

    /** Reads the entry at the buffer's position and moves the position behind it. */
    static ZipEntryHeader read(ByteBuffer directory) throws IOException {
        int at = directory.position();
        if (directory.remaining() < LENGTH || directory.getInt(at) != SIGNATURE) {
            throw new HalfWrittenException("its central directory is damaged");
        }
        int nameLength = ZipTail.u16(directory, at + 28);
        int extraLength = ZipTail.u16(directory, at + 30);
        int length = LENGTH + nameLength + extraLength + ZipTail.u16(directory, at + 32);
        if (directory.remaining() < length) {
            throw new HalfWrittenException("its central directory is cut off");
        }
        byte[] name = new byte[nameLength];
        directory.get(at + LENGTH, name);
        directory.position(at + length);
        ByteBuffer extra =
                directory.slice(at + LENGTH + nameLength, extraLength).order(directory.order());
        return fromFields(directory, at, name, extra);
    }

    private static ZipEntryHeader fromFields(ByteBuffer directory, int at, byte[] name, ByteBuffer extra)
            throws IOException {
        ByteBuffer wide = zip64(extra);
        long size = value(ZipTail.u32(directory, at + 24), wide);
        long packed = value(ZipTail.u32(directory, at + 20), wide);
        long offset = value(ZipTail.u32(directory, at + 42), wide);
        return new ZipEntryHeader(
                new String(name, StandardCharsets.UTF_8),
                name,
                ZipTail.u16(directory, at + 8),
                ZipTail.u16(directory, at + 10),
                ZipTail.u32(directory, at + 16),
                packed,
                size,
                offset);
    }

    private static long value(long narrow, ByteBuffer wide) throws IOException {
        if (narrow != IN_ZIP64) {
            return narrow;
        }
        if (wide.remaining() < Long.BYTES) {
            throw new HalfWrittenException("a Zip64 size is missing in its central directory");
        }
        return wide.getLong();
    }

    private static ByteBuffer zip64(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = Short.toUnsignedInt(extra.getShort());
            int length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
            if (id == ZIP64_FIELD) {
                return extra.slice(extra.position(), length).order(extra.order());
            }
            extra.position(extra.position() + length);
        }
        return ByteBuffer.allocate(0);
    }

    boolean encrypted() {
        return (flags & 1) != 0;
    }

    /** Whether a name could leave the folder that it is unpacked into. */
    boolean climbs() {
        String path = name.replace('\\', '/');
        return path.startsWith("/")
                || path.matches("[A-Za-z]:.*")
                || path.indexOf('\0') >= 0
                || ("/" + path + "/").contains("/../");
    }
}
