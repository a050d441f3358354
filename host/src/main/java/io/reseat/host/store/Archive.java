package io.reseat.host.store;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A JAR file read with distrust, since {@code java.util.zip} opens many a half-written one. Used by one thread, on a copy
 * that nobody writes to.
 */
final class Archive implements Closeable {
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int MOST_OUTPUT = 64 * 1024;

    private final FileWindow file;
    private final ZipTail tail;
    private final List<ZipEntryHeader> entries;
    private final Map<String, ZipEntryHeader> byName = new HashMap<>();
    private final Inflater inflater = new Inflater(true);
    private final byte[] output;

    private Archive(FileWindow file, ZipTail tail, List<ZipEntryHeader> entries) {
        this.file = file;
        this.tail = tail;
        this.entries = entries;
        entries.forEach(entry -> byName.put(entry.name(), entry)); // of two with one name the JVM too takes the last
        this.output = new byte[(int) Math.min(MOST_OUTPUT, Math.max(4096, file.size() * 4))];
    }

    /** Reads the directory of a JAR. */
    static Archive open(Path jar) throws IOException {
        FileWindow file = FileWindow.open(jar);
        try {
            ZipTail tail = ZipTail.read(file);
            return new Archive(file, tail, readDirectory(file, tail));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static List<ZipEntryHeader> readDirectory(FileWindow file, ZipTail tail) throws IOException {
        if (tail.directorySize() > Integer.MAX_VALUE - 8) {
            throw new RefusedException("its central directory is larger than 2 GiB");
        }
        byte[] bytes = new byte[(int) tail.directorySize()];
        file.at(tail.directory(), bytes.length).get(bytes);
        ByteBuffer directory = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<ZipEntryHeader> entries = new ArrayList<>();
        while (directory.hasRemaining()) {
            ZipEntryHeader entry = ZipEntryHeader.read(directory);
            check(entry);
            entries.add(entry);
        }
        if ((entries.size() & 0xFFFF) != (tail.entries() & 0xFFFF)) {
            throw new HalfWrittenException(
                    "it has " + entries.size() + " entries where it says to have " + tail.entries());
        }
        return entries;
    }

    private static void check(ZipEntryHeader entry) throws IOException {
        if (entry.climbs()) {
            throw new RefusedException(
                    "its entry '" + entry.name() + "' leads out of it: build it again without such names");
        }
        if (entry.encrypted() || (entry.method() != STORED && entry.method() != DEFLATED)) {
            throw new RefusedException("its entry '" + entry.name()
                    + "' is encrypted or packed in a way that Java cannot read: build it again with deflate");
        }
    }

    /** All entries, in the order of the directory. */
    List<ZipEntryHeader> entries() {
        return entries;
    }

    /** Whether it has an entry of this name. */
    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** Reads every entry and compares its length and CRC. */
    void verify() throws IOException {
        for (ZipEntryHeader entry : entries) {
            unpack(entry, OutputStream.nullOutputStream());
        }
    }

    /** The content of an entry; empty if there is none of this name. */
    Optional<byte[]> read(String name) throws IOException {
        ZipEntryHeader entry = byName.get(name);
        if (entry == null) {
            return Optional.empty();
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        unpack(entry, content);
        return Optional.of(content.toByteArray());
    }

    private void unpack(ZipEntryHeader entry, OutputStream to) throws IOException {
        long data = LocalHeader.dataOf(entry, file, tail);
        CRC32 crc = new CRC32();
        long size = entry.method() == STORED ? copy(entry, data, crc, to) : inflate(entry, data, crc, to);
        if (size != entry.size() || crc.getValue() != entry.crc()) {
            throw damaged(entry);
        }
    }

    private long copy(ZipEntryHeader entry, long data, CRC32 crc, OutputStream to) throws IOException {
        for (long done = 0; done < entry.packed(); ) {
            int length = (int) Math.min(output.length, entry.packed() - done);
            file.at(data + done, length).get(output, 0, length);
            crc.update(output, 0, length);
            to.write(output, 0, length);
            done += length;
        }
        return entry.packed();
    }

    private long inflate(ZipEntryHeader entry, long data, CRC32 crc, OutputStream to) throws IOException {
        inflater.reset();
        long fed = 0;
        try {
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    int length = (int) Math.min(file.comfortable(), entry.packed() - fed);
                    inflater.setInput(file.at(data + fed, length));
                    fed += length;
                }
                int unpacked = inflater.inflate(output);
                if (inflater.getBytesWritten() > entry.size() || (unpacked == 0 && starved(entry, fed))) {
                    throw damaged(entry);
                }
                crc.update(output, 0, unpacked);
                to.write(output, 0, unpacked);
            }
        } catch (DataFormatException e) {
            throw damaged(entry);
        }
        if (inflater.getBytesRead() != entry.packed()) {
            throw damaged(entry);
        }
        return inflater.getBytesWritten();
    }

    private boolean starved(ZipEntryHeader entry, long fed) {
        return !inflater.finished() && (inflater.needsDictionary() || (inflater.needsInput() && fed == entry.packed()));
    }

    private static HalfWrittenException damaged(ZipEntryHeader entry) {
        return new HalfWrittenException("its entry '" + entry.name() + "' is damaged (its CRC or length is another)");
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        file.close();
    }
}
