package io.reseat.host.children;

import io.reseat.host.model.Artifact;
import io.reseat.host.wire.Channel;
import io.reseat.host.wire.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The first words between the host and one child JVM: it says hello, is told to open its plugin, and is ready then. Each
 * must come in its time. Safe from any thread.
 */
final class Greeting {
    private final Child child;
    private final Means means;
    private final Artifact artifact;
    private final long number;
    private final Limit limit;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile List<String> warnings = List.of();
    private @Nullable Jvm jvm;
    private @Nullable Map<String, Object> hello;

    Greeting(Child child, Means means, Artifact artifact, long number) {
        this.child = child;
        this.means = means;
        this.artifact = artifact;
        this.number = number;
        this.limit = new Limit(means.setup().timer(), missed -> child.kill(missed, Set.of()));
    }

    /** Completes when the plugin is open; fails with what it said of it, or what became of the JVM. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** What it said of a plugin that it opened. */
    List<String> warnings() {
        return warnings;
    }

    /** The process runs, and its time to say hello begins. */
    void awaited() {
        limit.set(means.tuning().hello(), "its JVM said nothing within ");
    }

    /** Whom to answer. */
    synchronized void with(Jvm running) {
        jvm = running;
        greet();
    }

    /** The JVM says who it is, maybe before the thread that started it knows. */
    synchronized void hello(Map<String, Object> words) {
        hello = words;
        greet();
    }

    /** The process is gone: nothing more is waited for. */
    void over() {
        limit.cancel();
    }

    /** It never will be ready, if it was not. */
    void lost(Throwable why) {
        ready.completeExceptionally(why);
    }

    private synchronized void greet() {
        Jvm running = jvm;
        Map<String, Object> words = hello;
        if (running == null || words == null) {
            return;
        }
        hello = null; // said once
        if (words.get("protocol") instanceof Long version && version == Channel.VERSION) {
            limit.set(means.tuning().open(), "its JVM did not open the plugin within ");
            CompletionStage<Map<String, Object>> answer =
                    running.channel().ask("open", Opening.of(artifact, number, means.setup()));
            answer.whenComplete(this::opened);
        } else {
            child.kill(
                    "its JVM speaks version " + words.get("protocol") + " of the protocol, and this host "
                            + Channel.VERSION + ": all JARs in lib/ must be of one version; restart the host",
                    Set.of());
        }
    }

    private void opened(@Nullable Map<String, Object> answer, @Nullable Throwable failure) {
        limit.cancel();
        if (answer != null) {
            warnings = answer.get("warnings") instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
            ready.complete(null);
        } else if (failure != null && Child.cause(failure) instanceof RefusedException refused) {
            ready.completeExceptionally(refused);
            child.end();
        } // else it is gone, and what became of it is told soon
    }
}
