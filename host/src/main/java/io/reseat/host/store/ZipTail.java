package io.reseat.host.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where the central directory of a ZIP file lies, taken from a tail that ends exactly where the file does.
 *
 * <p>A half-written JAR that holds other JARs may end with the whole tail of an inner one. Its offsets count from the
 * inner JAR's start, as those of a JAR behind a launch script count from the script's end; it is told apart by the outer
 * JAR's local headers, which lie in what would be the script.
 *
 * @param directory the position of the first central header
 * @param directorySize its length
 * @param entries how many it says to have, modulo 65,536 without Zip64
 * @param shift what must be added to each offset in it: the length of a prefix that the offsets do not count
 */
record ZipTail(long directory, long directorySize, long entries, long shift) {
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int LOCATOR_64_LENGTH = 20;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_LENGTH = 56;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int LONGEST_NAME = 4096;
    private static final int NEWEST_ZIP = 63;

    /** Finds it. */
    static ZipTail read(FileWindow file) throws IOException {
        long end = findEnd(file);
        ZipTail tail = hasLocator(file, end) ? readLong(file, end) : readShort(file, end);
        if (tail.shift < 0 || tail.directory < 0) {
            throw new HalfWrittenException("the offsets in its end record do not add up");
        }
        if (tail.shift > 0) {
            checkPrefix(file, tail.shift);
        }
        return tail;
    }

    private static long findEnd(FileWindow file) throws IOException {
        long last = file.size() - END_LENGTH;
        if (last >= 0 && isEnd(file.at(last, END_LENGTH), 0, 0)) {
            return last;
        }
        int length = (int) Math.min(file.size(), END_LENGTH + LONGEST_COMMENT);
        ByteBuffer tail = file.at(file.size() - length, length);
        for (int i = length - END_LENGTH; i >= 0; i--) {
            if (isEnd(tail, i, length - END_LENGTH - i)) {
                return file.size() - length + i;
            }
        }
        throw new HalfWrittenException("it does not end as a JAR does (no end-of-central-directory record)");
    }

    private static boolean isEnd(ByteBuffer bytes, int at, int comment) {
        return bytes.getInt(at) == END && u16(bytes, at + 20) == comment;
    }

    private static boolean hasLocator(FileWindow file, long end) throws IOException {
        return end >= LOCATOR_64_LENGTH && file.at(end - LOCATOR_64_LENGTH, 4).getInt() == LOCATOR_64;
    }

    private static ZipTail readShort(FileWindow file, long end) throws IOException {
        ByteBuffer record = file.at(end, END_LENGTH);
        if (u16(record, 4) != 0 || u16(record, 6) != 0) {
            throw new RefusedException("it is one part of a ZIP file that was split");
        }
        long size = u32(record, 12);
        long directory = end - size;
        return new ZipTail(directory, size, u16(record, 10), directory - u32(record, 16));
    }

    private static ZipTail readLong(FileWindow file, long end) throws IOException {
        long locator = end - LOCATOR_64_LENGTH;
        long said = file.at(locator, LOCATOR_64_LENGTH).getLong(8);
        long actual = locator - END_64_LENGTH;
        ByteBuffer record = file.at(actual, END_64_LENGTH);
        if (record.getInt(0) != END_64 || record.getLong(4) != END_64_LENGTH - 12) {
            throw new HalfWrittenException("its Zip64 end record is not where it should be");
        }
        long size = record.getLong(40);
        long directory = actual - size;
        long shift = directory - record.getLong(48);
        if (size < 0 || said + shift != actual) {
            throw new HalfWrittenException("the offsets in its Zip64 end record do not add up");
        }
        return new ZipTail(directory, size, record.getLong(32), shift);
    }

    private static void checkPrefix(FileWindow file, long prefix) throws IOException {
        int step = Math.max(file.comfortable() / 2, LocalHeader.LENGTH);
        for (long at = 0; at + LocalHeader.LENGTH <= prefix; at += step) {
            int length = (int) Math.min(prefix - at, step + LocalHeader.LENGTH - 1L);
            ByteBuffer bytes = file.at(at, length);
            for (int i = 0; i + LocalHeader.LENGTH <= length; i++) {
                if (bytes.getInt(i) == LocalHeader.SIGNATURE && isHeader(bytes, i, prefix - at - i)) {
                    throw new HalfWrittenException("it ends within a JAR that it holds");
                }
            }
        }
    }

    /** Program code may hold the signature alone; a header has sensible values behind it. */
    private static boolean isHeader(ByteBuffer bytes, int at, long left) {
        int name = u16(bytes, at + 26);
        return u16(bytes, at + 4) <= NEWEST_ZIP
                && u16(bytes, at + 8) < 100
                && name > 0
                && name <= LONGEST_NAME
                && LocalHeader.LENGTH + name <= left;
    }

    static int u16(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    static long u32(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }
}
