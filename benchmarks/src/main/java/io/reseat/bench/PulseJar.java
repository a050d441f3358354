package io.reseat.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/**
 * A JAR of the pulse plugin. Two JARs differ in the stamp in their code, and where asked in their payload. Immutable.
 *
 * @param id of the plugin
 * @param marker tells this JAR from others
 * @param farm further classes, by their path in the JAR
 * @param payloadBytes size of an incompressible resource, 0 for none
 * @param code its classes, its factory first
 */
record PulseJar(String id, long marker, Map<String, byte[]> farm, int payloadBytes, List<String> code) {
    private static final String PACKAGE = "io/reseat/bench/plugin/";
    private static final List<String> PULSE = List.of("PulseFactory", "PulseConfig", "PulseTask", "Stamp");
    private static final List<String> BEAT =
            List.of("BeatFactory", "BeatConfig", "BeatTask", "ReconfigurableBeat", "Stamp");
    private static final List<String> SERVICE =
            List.of("ServiceFactory", "PulseConfig", "PulseTask", "ServiceTask", "Stamp");
    private static final String BLANK_STAMP = stampText(0, 0, 0);

    PulseJar(String id, long marker, Map<String, byte[]> farm, int payloadBytes) {
        this(id, marker, farm, payloadBytes, PULSE);
    }

    static PulseJar small(String id, long marker) {
        return new PulseJar(id, marker, Map.of(), 0);
    }

    /** A JAR of tasks whose cycles are short and many. */
    static PulseJar beat(String id, long marker) {
        return new PulseJar(id, marker, Map.of(), 0, BEAT);
    }

    /** A JAR of services that say once that they run. */
    static PulseJar service(String id, long marker) {
        return new PulseJar(id, marker, Map.of(), 0, SERVICE);
    }

    byte[] bytes() {
        byte[] payload = new byte[payloadBytes];
        new Random(marker).nextBytes(payload);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest())) {
            put(
                    jar,
                    "META-INF/services/io.reseat.api.TaskFactory",
                    ("io.reseat.bench.plugin." + code.get(0) + "\n").getBytes(StandardCharsets.UTF_8));
            for (String name : code) {
                put(jar, PACKAGE + name + ".class", stamped(ownClass(PACKAGE + name + ".class"), crc(payload)));
            }
            for (Map.Entry<String, byte[]> entry : farm.entrySet()) {
                put(jar, entry.getKey(), entry.getValue());
            }
            if (payloadBytes > 0) {
                put(jar, "payload.bin", payload);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Manifest manifest() {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Plugin-Id", id);
        main.putValue("Plugin-Version", "1.0.0");
        return manifest;
    }

    /** The class file with this JAR's figures in place of the blank stamp; both texts have the same length. */
    private byte[] stamped(byte[] classFile, long crc) {
        byte[] blank = BLANK_STAMP.getBytes(StandardCharsets.US_ASCII);
        byte[] stamp = stampText(marker, farm.size(), crc).getBytes(StandardCharsets.US_ASCII);
        byte[] result = classFile.clone();
        for (int i = 0; i + blank.length <= result.length; i++) {
            if (Arrays.equals(result, i, i + blank.length, blank, 0, blank.length)) {
                System.arraycopy(stamp, 0, result, i, stamp.length);
            }
        }
        return result;
    }

    private static String stampText(long marker, int classes, long crc) {
        return String.format(Locale.ROOT, "stamp %012d %06d %012d", marker, classes, crc);
    }

    private static long crc(byte[] payload) {
        CRC32 crc = new CRC32();
        crc.update(payload);
        return crc.getValue(); // 0 for no payload
    }

    private static void put(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(content);
        jar.closeEntry();
    }

    static byte[] ownClass(String path) throws IOException {
        try (InputStream in = Objects.requireNonNull(PulseJar.class.getResourceAsStream("/" + path), path)) {
            return in.readAllBytes();
        }
    }
}
