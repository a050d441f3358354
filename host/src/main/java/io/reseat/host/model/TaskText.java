package io.reseat.host.model;

import java.nio.charset.StandardCharsets;

/**
 * The text of a task's file as it was read, nothing of it resolved.
 *
 * @param file the file, as an operator would write it; its ending says whether it is YAML or JSON
 * @param text its content
 */
public record TaskText(String file, String text) {
    /** Of its bytes as UTF-8, which is what names it in a history. */
    public Digest digest() {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
