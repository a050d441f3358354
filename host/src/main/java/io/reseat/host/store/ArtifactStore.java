package io.reseat.host.store;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The artifacts that were staged, each in a folder named by its digest. Safe from any thread; staging one source does not
 * wait for another.
 */
public final class ArtifactStore {
    private ArtifactStore() {}

    /**
     * Opens a store, and clears away what a killed host left half done.
     *
     * @param directory {@code data/store}
     * @param trust whose signatures an artifact needs
     */
    public static ArtifactStore open(Path directory, Trust trust) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Copies a source into the store and checks the copy whole. Waits for no fsync; an I/O error gives {@link Staging.Incomplete}. */
    public Staging stage(Source source) {
        throw new UnsupportedOperationException();
    }

    /** A staged artifact; empty if it is not here, or not signed by whom is trusted now. */
    public Optional<Artifact> find(Digest digest) {
        throw new UnsupportedOperationException();
    }

    /** Makes an artifact survive a loss of power. What never was made durable is gone after a restart of the host. */
    public void makeDurable(Digest digest) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Removes what nothing refers to and nobody staged or found in the last minute. A file that is open (Windows) is left
     * for the next call.
     */
    public void collect(Set<Digest> keep) throws IOException {
        throw new UnsupportedOperationException();
    }
}
