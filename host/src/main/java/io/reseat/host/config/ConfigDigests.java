package io.reseat.host.config;

import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.Digest;
import java.io.ByteArrayOutputStream;
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

    private final MessageDigest inner;
    private final MessageDigest outer;

    /** @param key at most 64 bytes */
    ConfigDigests(byte[] key) {
        if (key.length > BLOCK) {
            throw new IllegalArgumentException("the key has more than " + BLOCK + " bytes");
        }
        this.inner = begunWith(padded(key, INNER));
        this.outer = begunWith(padded(key, OUTER));
    }

    private static MessageDigest begunWith(byte[] block) {
        MessageDigest begun = Digest.sha256();
        begun.update(block);
        return begun;
    }

    private static byte[] padded(byte[] key, byte pad) {
        byte[] block = Arrays.copyOf(key, BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            block[i] ^= pad;
        }
        return block;
    }

    Digest of(ConfigNode.Mapping config) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        add(config, bytes);
        return of(bytes.toByteArray());
    }

    /** HMAC-SHA-256 of some bytes. */
    Digest of(byte[] content) {
        return Digest.ofRaw(copy(outer).digest(copy(inner).digest(content)));
    }

    /** The key's two blocks are digested once, not for each config. */
    private static MessageDigest copy(MessageDigest begun) {
        try {
            return (MessageDigest) begun.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every Java platform can copy a SHA-256 computation", e);
        }
    }

    private static void add(ConfigNode node, ByteArrayOutputStream to) {
        if (node instanceof ConfigNode.Mapping mapping) {
            add('M', mapping.entries().size(), to);
            List<ConfigNode.Entry> sorted = mapping.entries().stream()
                    .sorted(Comparator.comparing(ConfigNode.Entry::key))
                    .toList();
            for (ConfigNode.Entry entry : sorted) {
                add('K', entry.key(), to);
                add(entry.value(), to);
            }
        } else if (node instanceof ConfigNode.Sequence sequence) {
            add('L', sequence.items().size(), to);
            sequence.items().forEach(item -> add(item, to));
        } else if (node instanceof ConfigNode.Scalar scalar) {
            to.write(tag(scalar.kind()));
            add('T', scalar.kind() == ConfigNode.Kind.NULL ? "" : scalar.text(), to);
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

    private static void add(char tag, String text, ByteArrayOutputStream to) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(tag, bytes.length, to);
        to.writeBytes(bytes);
    }

    /** A length before each part keeps two trees from giving the same bytes. */
    private static void add(char tag, int length, ByteArrayOutputStream to) {
        to.write(tag);
        for (int shift = 24; shift >= 0; shift -= 8) {
            to.write(length >>> shift);
        }
    }
}
