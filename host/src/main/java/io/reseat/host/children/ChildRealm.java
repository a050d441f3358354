package io.reseat.host.children;

import io.reseat.host.isolation.Realm;
import io.reseat.host.isolation.RealmThreads;
import io.reseat.host.model.Artifact;
import io.reseat.host.wire.GoneException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A realm in a child JVM. Safe from any thread; nothing blocks. */
public final class ChildRealm implements Realm {
    private final Artifact artifact;
    private final long number;
    private final RealmThreads threads;

    ChildRealm(Artifact artifact, long number) {
        this.artifact = artifact;
        this.number = number;
        this.threads = RealmThreads.ofHost(name());
    }

    /** Completes when the plugin is opened in the JVM; fails with a text for people. */
    public CompletableFuture<Void> ready() {
        return CompletableFuture.failedFuture(new GoneException("child JVMs are not built yet"));
    }

    /**
     * Asks the JVM, as {@link io.reseat.host.wire.Channel#ask}; what is asked before it is {@link #ready} waits for that.
     * A {@code build} with its {@code g} and {@code task}, and each step with its {@code g}, are remembered while they
     * run, to tell who is to blame for a loss.
     *
     * @return fails with a {@link io.reseat.host.wire.RefusedException}, or with a {@link GoneException} whose message
     *     says what became of the JVM
     */
    public CompletableFuture<Map<String, Object>> ask(String what, Map<String, ?> body) {
        return CompletableFuture.failedFuture(new GoneException("child JVMs are not built yet"));
    }

    /** Has someone hear of a generation. If the JVM is lost already, it is told so on another thread. */
    public void attend(long generation, Attendant attendant) {}

    /** Nobody is to hear of a generation any more. */
    public void leave(long generation) {}

    /** Ends the JVM at once, with all that it started. All attendants are told that it is lost. */
    public void kill(String why) {}

    /** The same where it is known which generation made that necessary. */
    public void kill(String why, long culprit) {}

    /** The process; 0 before there is one. */
    public long pid() {
        return 0;
    }

    /** How the JVM is, as of its last answer, at most some seconds ago. */
    public Vitals vitals() {
        return Vitals.NONE;
    }

    @Override
    public String name() {
        return artifact.label() + "#" + number;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public Artifact artifact() {
        return artifact;
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public RealmThreads threads() {
        return threads;
    }

    @Override
    public void retain() {}

    @Override
    public void release() {}

    @Override
    public CompletionStage<Duration> closed() {
        return new CompletableFuture<>();
    }

    @Override
    public boolean usable() {
        return true;
    }

    @Override
    public boolean retired() {
        return false;
    }
}
