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

    /**
     * The same with another clock.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    public static ArtifactStore open(Path directory, Trust trust, LongSupplier nanoTime) throws IOException {
        return new ArtifactStore(StoreFolder.open(directory, nanoTime), trust, new Patience(nanoTime));
    }

    /**
     * Copies a source into the store and checks the copy whole. Waits for no fsync. An I/O error gives
     * {@link Staging.Unreadable}.
     */
    public Staging stage(Source source) {
        try {
            return stageNow(source);
        } catch (RefusedException e) {
            return refused(source, e);
        } catch (IOException e) {
            return patience.unreadable(source, e);
        }
    }

    private Staging stageNow(Source source) throws IOException {
        Object fingerprint = source.fingerprint();
        Optional<Source> held = HeldSource.read(source);
        if (held.isPresent()) {
            Digest digest = ContentDigest.of(held.get());
            Optional<StoredArtifact> known = folder.stored(digest);
            if (known.isPresent()) {
                return judge(source, fingerprint, digest, () -> again(source, digest, known.get()));
            }
        }
        try (Workspace workspace = folder.workspace()) {
            Content content = Content.copy(held.orElse(source), workspace.path());
            return judge(source, fingerprint, content.digest(), () -> accept(source, content, workspace));
        }
    }

    private Staging judge(Source source, Object fingerprint, Digest digest, Judgement judgement) throws IOException {
        if (!fingerprint.equals(source.fingerprint())) {
            return patience.changing(source);
        }
        try {
            Staging staged = new Staged(judgement.pass());
            patience.over(source);
            return staged;
        } catch (HalfWrittenException e) {
            return patience.broken(source, fingerprint, digest, e);
        } catch (RefusedException e) {
            return refused(source, digest, e);
        }
    }

    /** For a source that is not fit to be copied. */
    private Staging refused(Source source, RefusedException why) {
        try {
            return refused(source, ContentDigest.of(source), why);
        } catch (IOException e) {
            return patience.unreadable(source, e);
        }
    }

    private Refused refused(Source source, Digest digest, RefusedException why) {
        patience.over(source);
        return new Refused(digest, new Problem(Place.of(source.shown()), why.reason()));
    }

    /** Content that was checked before, perhaps under another name. */
    private Artifact again(Source source, Digest digest, StoredArtifact known) throws IOException {
        Sidecars.checkSha256(source, digest);
        StoredArtifact record = known.from(source.name(), source.shown(), Sidecars.signer(source, digest, trust));
        record.checkNames(trust);
        return folder.update(digest, record);
    }

    private Artifact accept(Source source, Content content, Workspace workspace) throws IOException {
        Optional<StoredArtifact> known = folder.stored(content.digest());
        if (known.isPresent()) {
            return again(source, content.digest(), known.get());
        }
        Sidecars.checkSha256(source, content.digest());
        StoredArtifact record = new StoredArtifact(
                content.root().getFileName().toString(),
                content.folder(),
                PluginCheck.check(content),
                source.name(),
                source.shown(),
                content.bytes(),
                Sidecars.signer(source, content.digest(), trust));
        record.checkNames(trust);
        return folder.put(content.digest(), record, workspace);
    }

    /** The plugin that a file's or folder's name speaks of; not checked. */
    public static String idInName(String name) {
        return Identity.idInName(name);
    }

    /** A staged artifact; empty if it is not here, or not signed by whom is trusted now. */
    public Optional<Artifact> find(Digest digest) {
        return folder.stored(digest)
                .filter(record -> record.trusted(trust))
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

    /** Passes a source, or throws why not. */
    @FunctionalInterface
    private interface Judgement {
        Artifact pass() throws IOException;
    }
}
