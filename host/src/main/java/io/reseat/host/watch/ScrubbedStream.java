package io.reseat.host.watch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A remote file's content whose errors show no credentials, since VFS names the whole address. For one thread. */
final class ScrubbedStream extends FilterInputStream {
    private final VfsSource.Root root;

    ScrubbedStream(InputStream in, VfsSource.Root root) {
        super(in);
        this.root = root;
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (IOException e) {
            throw new IOException(root.explain(e));
        }
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        try {
            return in.read(buffer, from, length);
        } catch (IOException e) {
            throw new IOException(root.explain(e));
        }
    }

    @Override
    public long skip(long count) throws IOException {
        try {
            return in.skip(count);
        } catch (IOException e) {
            throw new IOException(root.explain(e));
        }
    }

    @Override
    public int available() throws IOException {
        try {
            return in.available();
        } catch (IOException e) {
            throw new IOException(root.explain(e));
        }
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
        } catch (IOException e) {
            throw new IOException(root.explain(e));
        }
    }
}
