package io.reseat.host.watch;

import java.io.IOException;
import org.apache.commons.vfs2.FileObject;

/** Where a tree begins that only Commons VFS can list, and who turns VFS' errors into text. Owned by the tree's thread. */
interface VfsRoot extends AutoCloseable {
    /** Opens it, and again after an error. */
    FileObject open() throws IOException;

    /** A readable text without credentials, which the messages of VFS and its libraries may show. */
    String explain(Exception e);

    @Override
    void close();

    /** Asks VFS for something; whatever fails is an {@link IOException} that shows no credentials. */
    default <V> V ask(Question<V> question) throws IOException {
        try {
            return question.answer();
        } catch (TreeSource.NoTreeException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new IOException(explain(e)); // without its cause, since a log would print that
        }
    }

    /** Something that VFS may fail to answer. */
    @FunctionalInterface
    interface Question<V> {
        V answer() throws IOException;
    }
}
