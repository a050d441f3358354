package io.reseat.host.reconcile;

import io.reseat.host.model.Artifact;
import io.reseat.host.store.ArtifactStore;
import io.reseat.host.store.Source;
import io.reseat.host.store.Staging;
import io.reseat.host.watch.Taker;
import io.reseat.host.watch.Taking;
import io.reseat.host.watch.TreeFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Stages what lies in the plugins' tree, on the thread of that tree. */
final class PluginTaker implements Taker<Artifact> {
    private final ArtifactStore store;
    private final StagingTimes times;

    PluginTaker(ArtifactStore store, StagingTimes times) {
        this.store = store;
        this.times = times;
    }

    @Override
    public Taking<Artifact> take(TreeFile file) {
        long began = System.nanoTime();
        Staging staging = store.stage(new FileSource(file));
        if (staging instanceof Staging.Staged staged) {
            times.staged(staged.artifact().digest(), began);
            return new Taking.Taken<>(staged.artifact(), staged.artifact().digest());
        } else if (staging instanceof Staging.Refused refused) {
            return new Taking.Refused<>(refused.digest(), refused.problem());
        } else if (staging instanceof Staging.Incomplete incomplete) {
            return new Taking.NotYet<>(incomplete.reason());
        } else if (staging instanceof Staging.Unreadable unreadable) {
            return new Taking.Unusable<>(unreadable.reason());
        }
        throw new IllegalStateException("unknown kind of staging: " + staging);
    }

    /** A watched entry as the store reads it. */
    private record FileSource(TreeFile file) implements Source {
        @Override
        public String name() {
            return file.name();
        }

        @Override
        public String shown() {
            return file.shown();
        }

        @Override
        public boolean folder() {
            return file.directory();
        }

        @Override
        public List<Part> parts() throws IOException {
            List<TreeFile> files = folder() ? file.children() : List.of(file);
            return files.stream()
                    .map(part -> new Part(part.name(), part.stat().size(), part::open))
                    .toList();
        }

        @Override
        public Object fingerprint() throws IOException {
            return file.statAgain();
        }

        @Override
        public Optional<byte[]> sibling(String suffix) throws IOException {
            return file.sibling(suffix);
        }
    }
}
