package io.reseat.host.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An entry as its {@link Taker} sees it. Valid during the call alone, on the tree's thread. */
public interface TreeFile {
    /** The name in its tree, without a folder; of a child its path below the entry, with {@code /}. */
    String name();

    /** The path for messages: as an operator would write it, without credentials. */
    String shown();

    /** What was seen before this call. */
    FileStat stat();

    /** Looks again, so that a taker can tell whether the content changed under its hands. */
    FileStat statAgain() throws IOException;

    /** The content; fails for a folder. The caller closes it. */
    InputStream open() throws IOException;

    /** Where the file lies if that is on this machine. */
    Optional<Path> localPath();

    /** Whether this is a folder. */
    boolean directory();

    /** All files below a folder, at any depth, sorted by name; folders themselves are not listed. */
    List<TreeFile> children() throws IOException;

    /**
     * The content of the file whose name is this one's with a suffix, such as {@code .sha256}.
     *
     * @return at most 64 KiB; empty if there is no such file
     */
    Optional<byte[]> sibling(String suffix) throws IOException;
}
