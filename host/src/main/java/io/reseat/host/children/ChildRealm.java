package io.reseat.host.children;

import io.reseat.host.isolation.Realm;
import io.reseat.host.isolation.RealmThreads;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.ChildJvm;
import io.reseat.host.model.ProcessOptions;
import io.reseat.host.wire.GoneException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A realm in a child JVM. Safe from any thread; nothing blocks.
 *
 * <p>The JVM may be lost at any time. The realm then stays as it is, answers nothing any more, and waits for the last
 * {@link #release}.
 */
public final class ChildRealm implements Realm {
    private final Artifact artifact;
    private final long number;
    private final ProcessOptions options;
    private final Child child;
    private final RealmThreads threads;
    private final CompletableFuture<Duration> closed = new CompletableFuture<>();
    private int references = 1;

    ChildRealm(Means means, Artifact artifact, long number, ProcessOptions options, String label) {
        this.artifact = artifact;
        this.number = number;
        this.options = options;
        this.child = new Child(means, artifact, number, options, name(), label);
        this.threads = RealmThreads.ofHost(name());
    }

    /** Completes when the plugin is opened in the JVM; fails with a text for people. */
    public CompletableFuture<Void> ready() {
        return child.ready().copy();
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
        return child.ask(what, body);
    }

    /** Has the JVM, which stands by, go through what a build and the first cycles will need; completes also where it cannot. */
    CompletableFuture<Void> rehearse() {
        return Rehearsals.in(this::ask);
    }

    /**
     * Has someone hear of a generation. If the JVM is lost already, it is told so on another thread.
     *
     * @param generation unique in this JVM, as {@code g} in what is asked
     */
    public void attend(long generation, Attendant attendant) {
        child.attend(generation, attendant);
    }

    /** Nobody is to hear of a generation any more. */
    public void leave(long generation) {
        child.roster().leave(generation);
    }

    /** Ends the JVM at once, with all that it started. All attendants are told that it is lost, as if by itself. */
    public void kill(String why) {
        child.kill(why, null);
    }

    /** The same where it is known which generation made that necessary. */
    public void kill(String why, long culprit) {
        child.kill(why, Set.of(culprit));
    }

    /** The process; 0 before there is one. */
    public long pid() {
        return child.pid();
    }

    /** How the JVM is, as of its last answer, at most some seconds ago. */
    public Vitals vitals() {
        return child.vitals();
    }

    /** How it was started. */
    public ProcessOptions options() {
        return options;
    }

    Child child() {
        return child;
    }

    @Override
    public Optional<ChildJvm> jvm() {
        Vitals last = vitals();
        return pid() == 0
                ? Optional.empty()
                : Optional.of(new ChildJvm(
                        pid(), last.heapUsed(), last.heapMax(), last.threads(), Duration.ofNanos(last.cpu())));
    }

    @Override
    public boolean usable() {
        return child.usable() && !child.hangs().any();
    }

    /** Nothing more is to be built in it: a cycle there heeds no interrupt, and the JVM is likely to be ended with it. */
    public void avoid() {
        child.hangs().avoid();
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
        return child.warnings();
    }

    @Override
    public RealmThreads threads() {
        return threads;
    }

    @Override
    public synchronized void retain() {
        if (references == 0) {
            throw new IllegalStateException(name() + " is retired");
        }
        references++;
    }

    @Override
    public void release() {
        if (isLastReference()) {
            long began = System.nanoTime();
            child.endSoon();
            CompletableFuture<@Nullable Void> ended = threads.end().toCompletableFuture();
            CompletionStage<Void> all = CompletableFuture.allOf(ended, child.cleared());
            all.thenRun(() -> closed.complete(Duration.ofNanos(System.nanoTime() - began)));
        }
    }

    @Override
    public CompletionStage<Duration> closed() {
        return closed.minimalCompletionStage();
    }

    @Override
    public synchronized boolean retired() {
        return references == 0;
    }

    private synchronized boolean isLastReference() {
        if (references == 0) {
            throw new IllegalStateException(name() + " was released more often than it was retained");
        }
        references--;
        return references == 0;
    }

    @Override
    public String toString() {
        return "ChildRealm[" + name() + "]";
    }
}
