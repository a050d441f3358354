package io.reseat.host.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A JAR or a folder where an operator put it, perhaps still being written. Given by whoever watches that place; read on
 * the thread that stages it.
 */
public interface Source {
    /** The name of the file or folder, without its path: {@code heartbeat-1.2.0.jar}. */
    String name();

    /** Where it lies, as an operator would write it. */
    String shown();

    /** Whether it is a folder of JARs and resources. */
    boolean folder();

    /**
     * Its files, listed anew on each call: exactly one for a JAR, all files below it for a folder.
     *
     * @throws IOException if it cannot be listed now
     */
    List<Part> parts() throws IOException;

    /**
     * What changes when the content does (path, size, times, file key of each part), asked anew on each call and compared
     * with {@code equals}.
     *
     * @throws IOException if it cannot be asked now
     */
    Object fingerprint() throws IOException;

    /**
     * The bytes of the small file beside it whose name is its own plus a suffix; empty if there is none.
     *
     * @param suffix {@code .sha256} or {@code .sig}
     * @throws IOException if it is there and cannot be read
     */
    Optional<byte[]> sibling(String suffix) throws IOException;

    /**
     * One file of a source.
     *
     * @param path relative, with {@code /} between its segments; for a JAR its name
     * @param size in bytes, as it was listed
     * @param content opens it for reading
     */
    record Part(String path, long size, Content content) {}

    /** Opens a file anew on each call. */
    @FunctionalInterface
    interface Content {
        /** The bytes from the first on; the caller closes it. */
        InputStream open() throws IOException;
    }
}
