package io.reseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Compares what a host has staged with what was ever written as a whole. Used by the one thread that measures. */
final class StoreCheck {
    private static final Pattern STAGED = Pattern.compile("[0-9a-f]{64}");

    private final Path store;
    private final Set<String> whole = new HashSet<>();
    private final Set<String> strangers = new HashSet<>();

    StoreCheck(Path store) {
        this.store = store;
    }

    void expect(byte[] content) {
        whole.add(sha256(content));
    }

    void look() throws IOException {
        try (Stream<Path> staged = Files.list(store)) {
            staged.map(path -> path.getFileName().toString())
                    .filter(name -> STAGED.matcher(name).matches() && !whole.contains(name))
                    .forEach(strangers::add);
        }
    }

    /** How many staged artifacts were never written as a whole. */
    int strangers() {
        return strangers.size();
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
