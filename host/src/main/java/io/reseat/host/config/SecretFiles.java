package io.reseat.host.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The files that the {@code ${file:…}} of one config file name. Each is read once, so that one parse sees one content. */
final class SecretFiles {
    private static final int MOST_BYTES = 1 << 20;

    private final Path home;
    private final Set<String> named = new HashSet<>();
    private final Map<Path, String> contents = new HashMap<>();

    SecretFiles(Path home) {
        this.home = home;
    }

    Set<String> named() {
        return named;
    }

    /** The content without the line break at its end. */
    String read(String path) throws UnreadableSecretException {
        Path file = absolute(path);
        named.add(file.toString());
        String content = contents.get(file);
        if (content == null) {
            content = withoutLastBreak(readText(file));
            contents.put(file, content);
        }
        return content;
    }

    private Path absolute(String path) throws UnreadableSecretException {
        if (path.isBlank()) {
            throw new UnreadableSecretException("it names no file");
        }
        try {
            return home.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new UnreadableSecretException("this is no path on this system");
        }
    }

    private static String readText(Path file) throws UnreadableSecretException {
        if (!Files.exists(file)) {
            throw new UnreadableSecretException("there is no such file; it is looked at again when it appears");
        }
        if (!Files.isRegularFile(file)) { // a pipe would block whoever reads it
            throw new UnreadableSecretException("it is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new UnreadableSecretException("it has more than 1 MiB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (AccessDeniedException e) {
            throw new UnreadableSecretException("the host's user may not read it");
        } catch (CharacterCodingException e) {
            throw new UnreadableSecretException("it is no UTF-8 text");
        } catch (IOException e) {
            throw new UnreadableSecretException(
                    "reading failed (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static String withoutLastBreak(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /** Says why a file gave no text, never what is in it. */
    static final class UnreadableSecretException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableSecretException(String reason) {
            super(reason, null, false, false);
        }
    }
}
