package io.reseat.host.config;

import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Digests of what config trees mean: neither the order of keys nor comments nor places count. Keyed, so that a digest
 * that is shown cannot be used to guess a secret. Used from one thread.
 *
 * <p>The key is applied as HMAC (RFC 2104) does, by hand: the first use of {@code javax.crypto} costs a start of the host
 * some 30 ms.
 */
final class ConfigDigests {
    private static final int BLOCK = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final MessageDigest mac = Digest.sha256();
    private final byte[] inner;
    private final byte[] outer;

    /** @param key at most 64 bytes */
    ConfigDigests(byte[] key) {
        if (key.length > BLOCK) {
            throw new IllegalArgumentException("the key has more than " + BLOCK + " bytes");
        }
        this.inner = padded(key, INNER);
        this.outer = padded(key, OUTER);
    }

    private static byte[] padded(byte[] key, byte pad) {
        byte[] block = Arrays.copyOf(key, BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            block[i] ^= pad;
        }
        return block;
    }

    Digest of(ConfigNode.Mapping config) {
        mac.update(inner);
        add(config);
        return finish();
    }

    /** HMAC-SHA-256 of some bytes. */
    Digest of(byte[] content) {
        mac.update(inner);
        mac.update(content);
        return finish();
    }

    private Digest finish() {
        byte[] innerDigest = mac.digest();
        mac.update(outer);
        return Digest.ofRaw(mac.digest(innerDigest));
    }

    private void add(ConfigNode node) {
        if (node instanceof ConfigNode.Mapping mapping) {
            add('M', mapping.entries().size());
            List<ConfigNode.Entry> sorted = mapping.entries().stream()
                    .sorted(Comparator.comparing(ConfigNode.Entry::key))
                    .toList();
            for (ConfigNode.Entry entry : sorted) {
                add('K', entry.key());
                add(entry.value());
            }
        } else if (node instanceof ConfigNode.Sequence sequence) {
            add('L', sequence.items().size());
            sequence.items().forEach(this::add);
        } else if (node instanceof ConfigNode.Scalar scalar) {
            mac.update((byte) tag(scalar.kind()));
            add('T', scalar.kind() == ConfigNode.Kind.NULL ? "" : scalar.text());
        }
    }

    /** Digests are kept over restarts, so these never change. */
    private static char tag(ConfigNode.Kind kind) {
        return switch (kind) {
            case STRING -> '0';
            case INTEGER -> '1';
            case DECIMAL -> '2';
            case BOOLEAN -> '3';
            case NULL -> '4';
        };
    }

    private void add(char tag, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(tag, bytes.length);
        mac.update(bytes);
    }

    /** A length before each part keeps two trees from giving the same bytes. */
    private void add(char tag, int length) {
        mac.update((byte) tag);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
    }
}
