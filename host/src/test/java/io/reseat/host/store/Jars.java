package io.reseat.host.store;

import io.reseat.host.testing.PluginJar;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** JARs as bytes, whole and in every odd shape. The one plugin in them is compiled once. */
final class Jars {
    static final String FACTORY = "beat.BeatFactory";
    static final String CLASS_FILE = "beat/BeatFactory.class";
    static final String SERVICE = "META-INF/services/io.reseat.api.TaskFactory";
    static final String MANIFEST = "META-INF/MANIFEST.MF";

    private static final byte[] PLUGIN = PluginJar.named("beat")
            .version("1.2.0")
            .source(FACTORY, """
                    package beat;
                    import io.reseat.api.*;
                    public final class BeatFactory implements TaskFactory<BeatFactory.Config> {
                        public record Config(String message) {}
                        public String type() { return "beat"; }
                        public Class<Config> configType() { return Config.class; }
                        public Task create(Config config, TaskContext context) { return () -> {}; }
                    }
                    """)
            .factory(FACTORY)
            .toBytes();

    private Jars() {}

    /** beat 1.2.0, a good plugin of one class. */
    static byte[] plugin() {
        return PLUGIN.clone();
    }

    /** The good plugin with other files; a null content removes one. */
    static byte[] pluginWith(String name, String content) {
        Map<String, byte[]> entries = entries(PLUGIN);
        if (content == null) {
            entries.remove(name);
        } else {
            entries.put(name, content.getBytes(StandardCharsets.UTF_8));
        }
        return zip(entries);
    }

    /** The good plugin with these manifest lines alone. */
    static byte[] withManifest(String... lines) {
        return pluginWith(MANIFEST, "Manifest-Version: 1.0\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
    }

    /** The good plugin with libraries in it as whole JARs that are not compressed, as Spring Boot packs them. */
    static byte[] uber() {
        Map<String, byte[]> entries = entries(PLUGIN);
        entries.put("lib/one.jar", plugin());
        entries.put("lib/two.jar", zip(Map.of("a.txt", "text of a library".getBytes(StandardCharsets.UTF_8))));
        entries.put("lib/empty.jar", zip(Map.of()));
        return zip(entries, ZipEntry.STORED);
    }

    static Map<String, byte[]> entries(byte[] jar) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] zip(Map<String, byte[]> entries) {
        return zip(entries, ZipEntry.DEFLATED);
    }

    static byte[] zip(Map<String, byte[]> entries, int method) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry header = new ZipEntry(entry.getKey());
                header.setMethod(method);
                header.setTime(1_700_000_000_000L);
                if (method == ZipEntry.STORED) {
                    header.setSize(entry.getValue().length);
                    header.setCrc(crc(entry.getValue()));
                }
                out.putNextEntry(header);
                out.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static long crc(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }

    static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** A launch script before the JAR, its offsets as they were: {@code cat script app.jar}. */
    static byte[] behindScript(byte[] jar) {
        return concat("#!/bin/sh\nexec java -jar \"$0\" \"$@\"\n".getBytes(StandardCharsets.UTF_8), jar);
    }

    /** A launch script before the JAR and all offsets corrected: {@code zip -A}. */
    static byte[] behindScriptAdjusted(byte[] jar) {
        byte[] result = behindScript(jar);
        int shift = result.length - jar.length;
        ByteBuffer zip = ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN);
        int end = result.length - 22;
        int directory = zip.getInt(end + 16) + shift;
        zip.putInt(end + 16, directory);
        for (int at = directory; at < end; ) {
            zip.putInt(at + 42, zip.getInt(at + 42) + shift);
            at += 46 + zip.getShort(at + 28) + zip.getShort(at + 30) + zip.getShort(at + 32);
        }
        return result;
    }

    /** The same JAR with a Zip64 end record, as tools write it for more than 65,535 entries or 4 GiB. */
    static byte[] zip64(byte[] jar) {
        int end = jar.length - 22;
        ByteBuffer old = ByteBuffer.wrap(jar).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer zip = ByteBuffer.allocate(jar.length + 56 + 20).order(ByteOrder.LITTLE_ENDIAN);
        zip.put(jar, 0, end);
        zip.putInt(0x06064b50)
                .putLong(44)
                .putShort((short) 45)
                .putShort((short) 45)
                .putInt(0)
                .putInt(0);
        zip.putLong(old.getShort(end + 10)).putLong(old.getShort(end + 10));
        zip.putLong(old.getInt(end + 12)).putLong(old.getInt(end + 16));
        zip.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        zip.putInt(0x06054b50)
                .putInt(0)
                .putShort((short) -1)
                .putShort((short) -1)
                .putInt(-1)
                .putInt(-1);
        return zip.putShort((short) 0).array();
    }

    /** The same JAR with a comment at its end. */
    static byte[] withComment(byte[] jar, String comment) {
        byte[] text = comment.getBytes(StandardCharsets.UTF_8);
        byte[] result = concat(jar, text);
        ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN).putShort(jar.length - 2, (short) text.length);
        return result;
    }
}
