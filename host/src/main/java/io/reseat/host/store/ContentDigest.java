package io.reseat.host.store;

import io.reseat.host.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The digest of a source: of a JAR's bytes, or of a folder's names and contents. Stateless. */
final class ContentDigest {
    private static final int BUFFER = 64 * 1024;

    private ContentDigest() {}

    /** Of a source where it lies. */
    static Digest of(Source source) throws IOException {
        SortedMap<String, Digest> files = new TreeMap<>();
        for (Source.Part part : source.parts()) {
            files.put(part.path(), copy(part, OutputStream.nullOutputStream()));
        }
        return source.folder() || files.size() != 1
                ? ofFolder(files)
                : files.values().iterator().next();
    }

    /** Of a folder: the digest of what {@code sha256sum} prints for its files, sorted by name. */
    static Digest ofFolder(SortedMap<String, Digest> files) {
        StringBuilder listing = new StringBuilder();
        for (Map.Entry<String, Digest> file : files.entrySet()) {
            listing.append(file.getValue()).append("  ").append(file.getKey()).append('\n');
        }
        return Digest.of(listing.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Of one file, while it is copied. */
    static Digest copy(Source.Part part, OutputStream to) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        long length = 0;
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, part.size() + 1))];
        try (InputStream in = part.content().open()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
                to.write(buffer, 0, read);
                length += read;
            }
        }
        if (length != part.size()) {
            throw new HalfWrittenException("it changed while it was read");
        }
        return Digest.ofRaw(sha256.digest());
    }
}
