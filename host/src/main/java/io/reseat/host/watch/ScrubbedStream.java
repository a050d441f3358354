package io.reseat.host.watch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A remote file's content whose errors show no credentials, since VFS names the whole address. For one thread. */
final class ScrubbedStream extends FilterInputStream {
    private final VfsRoot root;

    ScrubbedStream(InputStream in, VfsRoot root) {
        super(in);
        this.root = root;
    }

    @Override
    public int read() throws IOException {
        return root.ask(in::read);
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        return root.ask(() -> in.read(buffer, from, length));
    }

    @Override
    public long skip(long count) throws IOException {
        return root.ask(() -> in.skip(count));
    }

    @Override
    public int available() throws IOException {
        return root.ask(in::available);
    }

    @Override
    public void close() throws IOException {
        root.ask(() -> {
            in.close();
            return true;
        });
    }
}
