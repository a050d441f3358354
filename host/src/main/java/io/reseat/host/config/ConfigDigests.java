package io.reseat.host.config;

import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Digests of what config trees mean: neither the order of keys nor comments nor places count. Keyed, so that a digest
 * that is shown cannot be used to guess a secret. Used from one thread.
 */
final class ConfigDigests {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    ConfigDigests(byte[] key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    Digest of(ConfigNode.Mapping config) {
        add(config);
        return Digest.ofRaw(mac.doFinal());
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
            mac.update((byte) ('0' + scalar.kind().ordinal()));
            add('T', scalar.kind() == ConfigNode.Kind.NULL ? "" : scalar.text());
        }
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
