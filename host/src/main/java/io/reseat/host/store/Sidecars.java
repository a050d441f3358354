package io.reseat.host.store;

import io.reseat.host.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The small files beside an artifact that vouch for it; they may come after it. Stateless. */
final class Sidecars {
    private static final String SHA256 = ".sha256";
    private static final String SIGNATURE = ".sig";

    private Sidecars() {}

    /** Compares a digest with the {@code .sha256} beside a source, if there is one. */
    static void checkSha256(Source source, Digest digest) throws IOException {
        Optional<byte[]> sidecar = source.sibling(SHA256);
        if (sidecar.isEmpty()) {
            return;
        }
        String expected = expected(new String(sidecar.get(), StandardCharsets.UTF_8), source.name());
        if (!digest.hex().equals(expected)) {
            throw HalfWrittenException.withRemedy("its SHA-256 is " + digest + ", and " + source.name() + SHA256
                    + (expected.isEmpty() ? " has none for it" : " says " + expected)
                    + ": put both in place again, or remove the " + SHA256 + " file");
        }
    }

    /** From lines as {@code sha256sum} writes them, or the digits alone. */
    private static String expected(String sidecar, String name) {
        List<String[]> lines = sidecar.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> line.split("\\s+\\*?", 2))
                .toList();
        return lines.stream()
                .filter(line -> lines.size() == 1
                        || (line.length == 2 && fileName(line[1]).equals(name)))
                .findFirst()
                .map(line -> line[0].toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * Who signed a source; empty where nobody has to.
     *
     * @throws HalfWrittenException if trust is asked for and its {@code .sig} is missing or not good
     */
    static Optional<String> signer(Source source, Digest digest, Trust trust) throws IOException {
        if (!trust.required()) {
            return Optional.empty();
        }
        Optional<byte[]> signatures = source.sibling(SIGNATURE);
        Optional<String> signer = signatures.flatMap(bytes -> trust.signer(digest, bytes));
        if (signer.isEmpty()) {
            throw HalfWrittenException.withRemedy(
                    (signatures.isEmpty() ? "it is not signed" : "its signature is not good")
                            + ": " + source.name() + SIGNATURE + " must hold a signature of a trusted key (tried "
                            + trust.shownKeys() + "); make one with 'reseat sign'");
        }
        return signer;
    }
}
