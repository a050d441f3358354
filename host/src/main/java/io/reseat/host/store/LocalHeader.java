package io.reseat.host.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The header before an entry's bytes, compared with what the central directory says. Stateless. */
final class LocalHeader {
    static final int SIGNATURE = 0x04034b50;
    static final int LENGTH = 30;

    private static final int SIZES_FOLLOW = 8;
    private static final long IN_ZIP64 = 0xFFFFFFFFL;

    private LocalHeader() {}

    /** Where the bytes of an entry begin, once its header was found to agree. */
    static long dataOf(ZipEntryHeader entry, FileWindow file, ZipTail tail) throws IOException {
        long at = entry.offset() + tail.shift();
        ByteBuffer header = file.at(at, LENGTH);
        int nameLength = ZipTail.u16(header, 26);
        boolean agrees = header.getInt(0) == SIGNATURE
                && nameLength == entry.rawName().length
                && ZipTail.u16(header, 8) == entry.method()
                && sizesAgree(header, entry);
        long data = at + LENGTH + nameLength + ZipTail.u16(header, 28);
        if (!agrees || !Arrays.equals(name(file, at, nameLength), entry.rawName())) {
            throw new HalfWrittenException("its entry '" + entry.name() + "' is not where its directory says");
        }
        if (entry.packed() < 0 || data + entry.packed() > tail.directory()) {
            throw new HalfWrittenException("its entry '" + entry.name() + "' reaches into its directory");
        }
        return data;
    }

    private static boolean sizesAgree(ByteBuffer header, ZipEntryHeader entry) {
        if ((ZipTail.u16(header, 6) & SIZES_FOLLOW) != 0) {
            return true;
        }
        return ZipTail.u32(header, 14) == entry.crc()
                && agrees(ZipTail.u32(header, 18), entry.packed())
                && agrees(ZipTail.u32(header, 22), entry.size());
    }

    private static boolean agrees(long local, long central) {
        return local == central || local == IN_ZIP64;
    }

    private static byte[] name(FileWindow file, long at, int length) throws IOException {
        byte[] name = new byte[length];
        file.at(at + LENGTH, length).get(name);
        return name;
    }
}
