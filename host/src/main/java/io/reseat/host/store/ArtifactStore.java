package io.reseat.host.store;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import io.reseat.host.store.Staging.Refused;
import io.reseat.host.store.Staging.Staged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The artifacts that were staged, each in a folder named by its digest. Safe from any thread; staging one source does not
 * wait for another.
 *
 * <p>A source is copied, and the copy is what is judged: nobody writes to it. Broken in a way that a half-written file
 * may be, it is {@link Staging.Incomplete}; still so without any change after {@link Patience#SETTLED}, it is
 * {@link Staging.Refused}.
 */
public final class ArtifactStore {
    private final StoreFolder folder;
    private final Trust trust;
    private final Patience patience;

    private ArtifactStore(StoreFolder folder, Trust trust, Patience patience) {
        this.folder = folder;
        this.trust = trust;
        this.patience = patience;
    }

    /**
     * Opens a store, and clears away what a killed host left half done.
     *
     * @param directory {@code data/store}
     * @param trust whose signatures an artifact needs
     */
    public static ArtifactStore open(Path directory, Trust trust) throws IOException {
        return open(directory, trust, System::nanoTime);
    }

    static ArtifactStore open(Path directory, Trust trust, LongSupplier nanoTime) throws IOException {
        return new ArtifactStore(StoreFolder.open(directory, nanoTime), trust, new Patience(nanoTime));
    }

    /**
     * Copies a source into the store and checks the copy whole. Waits for no fsync. An I/O error gives
     * {@link Staging.Incomplete}.
     */
    public Staging stage(Source source) {
        try (Workspace workspace = folder.workspace()) {
            return stage(source, workspace);
        } catch (RefusedException e) {
            return refused(source, e);
        } catch (IOException e) {
            return patience.unreadable(source, e);
        }
    }

    /** For a source that is not fit to be copied. */
    private Staging refused(Source source, RefusedException why) {
        try {
            Digest digest = ContentDigest.of(source);
            patience.over(source);
            return new Refused(digest, new Problem(Place.of(source.shown()), why.getMessage()));
        } catch (IOException e) {
            return patience.unreadable(source, e);
        }
    }

    private Staging stage(Source source, Workspace workspace) throws IOException {
        Object fingerprint = source.fingerprint();
        Content content = Content.copy(source, workspace.path());
        if (!fingerprint.equals(source.fingerprint())) {
            return patience.changing(source);
        }
        try {
            Staging staged = new Staged(accept(source, content, workspace));
            patience.over(source);
            return staged;
        } catch (HalfWrittenException e) {
            return patience.broken(source, fingerprint, content.digest(), e.getMessage());
        } catch (RefusedException e) {
            patience.over(source);
            return new Refused(content.digest(), new Problem(Place.of(source.shown()), e.getMessage()));
        }
    }

    private Artifact accept(Source source, Content content, Workspace workspace) throws IOException {
        Sidecars.checkSha256(source, content.digest());
        Optional<StoredArtifact> known = folder.stored(content.digest());
        Identity identity = known.isPresent() ? known.get().identity() : PluginCheck.check(content);
        StoredArtifact record = new StoredArtifact(
                content.root().getFileName().toString(),
                content.folder(),
                identity,
                source.name(),
                source.shown(),
                content.bytes(),
                Sidecars.signer(source, content.digest(), trust));
        record.toArtifact(content.digest(), workspace.path()); // refused here where its names break the rules
        return folder.put(content.digest(), record, workspace);
    }

    /** A staged artifact; empty if it is not here, or not signed by whom is trusted now. */
    public Optional<Artifact> find(Digest digest) {
        return folder.stored(digest)
                .filter(record -> trust.accepts(record.signer()))
                .map(record -> folder.artifact(digest, record));
    }

    /** Makes an artifact survive a loss of power. What never was made durable is gone after a restart of the host. */
    public void makeDurable(Digest digest) throws IOException {
        folder.makeDurable(digest);
    }

    /**
     * Removes what nothing refers to and nobody staged or found in the last minute. A file that is open (Windows) is left
     * for the next call.
     */
    public void collect(Set<Digest> keep) throws IOException {
        folder.collect(keep);
    }
}
