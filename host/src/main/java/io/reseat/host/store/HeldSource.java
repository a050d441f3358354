package io.reseat.host.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A small source whose content was read into memory, so that one that is in the store already costs no write. Immutable,
 * but for what stands beside the source.
 */
record HeldSource(Source source, List<Part> parts) implements Source {
    private static final long MOST = 256 * 1024;

    /** Reads a source; empty if it is not small. */
    static Optional<Source> read(Source source) throws IOException {
        List<Part> parts = source.parts();
        if (parts.stream().mapToLong(Part::size).sum() > MOST) {
            return Optional.empty();
        }
        List<Part> held = new ArrayList<>();
        for (Part part : parts) {
            try (InputStream in = part.content().open()) {
                byte[] content = in.readNBytes((int) part.size() + 1); // one more shows that it grew
                held.add(new Part(part.path(), part.size(), () -> new ByteArrayInputStream(content)));
            }
        }
        return Optional.of(new HeldSource(source, List.copyOf(held)));
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public String shown() {
        return source.shown();
    }

    @Override
    public boolean folder() {
        return source.folder();
    }

    @Override
    public Object fingerprint() throws IOException {
        return source.fingerprint();
    }

    @Override
    public Optional<byte[]> sibling(String suffix) throws IOException {
        return source.sibling(suffix);
    }
}
