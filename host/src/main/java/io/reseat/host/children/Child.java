package io.reseat.host.children;

import io.reseat.host.children.Roster.Told;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.ProcessOptions;
import io.reseat.host.wire.GoneException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The life of one child JVM: {@code started → said hello → opened its plugin (ready) → gone → cleared}, where {@code gone}
 * may follow on each. Safe from any thread; what takes time is done on threads of {@link Means}.
 */
final class Child {
    private final Means means;
    private final long number;
    private final ProcessOptions options;
    private final String name;
    private volatile String label;
    private final Roster roster = new Roster();
    private final Hangs hangs = new Hangs();
    private final Descendants descendants;
    private final Greeting greeting;
    private final CompletableFuture<String> gone = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> cleared = new CompletableFuture<>();
    private volatile Vitals vitals = Vitals.NONE;
    private volatile @Nullable Jvm jvm;
    private volatile Exit.@Nullable Call call;
    private volatile boolean lost;
    private @Nullable Killing killing;
    private boolean ending;

    /** Why it is killed, and who made that necessary; null if that is to be told from what is under way. */
    private record Killing(String why, @Nullable Set<Long> culprits) {}

    /**
     * @param name of its realm
     * @param label the task's or the plugin's name, for the log
     */
    Child(Means means, Artifact artifact, long number, ProcessOptions options, String name, String label) {
        this.means = means;
        this.number = number;
        this.options = options;
        this.name = name;
        this.label = label;
        this.descendants = new Descendants(means.marker() + number, means.processes(), means.executor());
        this.greeting = new Greeting(this, means, artifact, number);
    }

    /** Starts the process, on another thread. */
    void begin() {
        means.executor().execute(this::launch);
    }

    CompletableFuture<Void> ready() {
        return greeting.ready();
    }

    /** Completes with what became of it, after all attendants were told. */
    CompletionStage<String> gone() {
        return gone;
    }

    /** Completes when the process is gone, and all that it left is as well. */
    CompletableFuture<@Nullable Void> cleared() {
        return cleared;
    }

    /** It stood by, and is another's now. */
    void relabel(String now) {
        label = now;
    }

    String label() {
        return label;
    }

    Roster roster() {
        return roster;
    }

    Hangs hangs() {
        return hangs;
    }

    List<String> warnings() {
        return greeting.warnings();
    }

    Vitals vitals() {
        return vitals;
    }

    /** Its process; empty before there is one. */
    Optional<Jvm> jvm() {
        return Optional.ofNullable(jvm);
    }

    /** Asks it how it is. */
    CompletionStage<?> ping() {
        return ask("ping", Map.of()).thenAccept(answer -> vitals = Vitals.of(answer));
    }

    long pid() {
        Jvm running = jvm;
        return running == null ? 0 : running.pid();
    }

    void attend(long generation, Attendant attendant) {
        Told late = roster.attend(generation, attendant);
        if (late != null) {
            means.executor().execute(late::tell);
        }
    }

    CompletableFuture<Map<String, Object>> ask(String what, Map<String, ?> body) {
        roster.begun(what, body);
        CompletableFuture<Void> ready = greeting.ready();
        CompletableFuture<Map<String, Object>> answer = ready.isDone() && !ready.isCompletedExceptionally()
                ? send(what, body)
                : ready.handle((is, not) -> not == null).thenCompose(is -> is ? send(what, body) : goneAsAnswer(body));
        return answer.whenComplete((ok, failure) -> roster.ended(what, body));
    }

    private CompletableFuture<Map<String, Object>> send(String what, Map<String, ?> body) {
        Jvm running = jvm;
        return running == null
                ? goneAsAnswer(body)
                : running.channel()
                        .ask(what, body)
                        .exceptionallyCompose(failure -> cause(failure) instanceof GoneException
                                ? goneAsAnswer(body)
                                : CompletableFuture.failedFuture(cause(failure)));
    }

    private CompletableFuture<Map<String, Object>> goneAsAnswer(Map<String, ?> body) {
        return gone.thenCompose(
                text -> CompletableFuture.failedFuture(new GoneException(text, roster.blamed(body.get("g")))));
    }

    private void launch() {
        ChildLog log = new ChildLog(this::label, means.log());
        Noise noise = new Noise(log::raw, means.setup().timer(), System::nanoTime);
        try {
            ProcessBuilder builder = means.command().apply(options).builder(means.marker() + number);
            Jvm started = Jvm.start(
                    builder,
                    "child-" + name,
                    new ChildEnd(this, log, noise, descendants, means.executor()),
                    log,
                    process -> means.processes().add(process, label));
            started.channel().over().thenRun(noise::account);
            running(started);
        } catch (IOException | RuntimeException | Error e) { // a machine may have no thread left
            String why = "its JVM cannot be started: " + e.getMessage();
            tellLost(why + "; see process.jvm-args, and the limits of this machine", Set.of(), false);
            cleared.complete(null);
        }
    }

    private void running(Jvm started) {
        greeting.awaited();
        boolean unwanted;
        synchronized (this) {
            jvm = started;
            unwanted = killing != null || ending;
        }
        started.gone().thenAcceptAsync(exit -> ended(started.handle(), exit), means.executor());
        started.channel().over().thenRun(this::deaf);
        greeting.with(started);
        if (unwanted) {
            descendants.kill(started.handle());
        }
    }

    /** The JVM says who it is, maybe before the thread that started it knows. */
    void hello(Map<String, Object> words) {
        greeting.hello(words);
    }

    /** A plugin called something that ends the JVM. */
    void exiting(Exit.Call by) {
        call = by;
    }

    /**
     * Ends it at once, with all that it started.
     *
     * @param culprits who made that necessary; null if that is to be told from what is under way
     */
    void kill(String why, @Nullable Set<Long> culprits) {
        Jvm running;
        synchronized (this) {
            if (killing != null || gone.isDone()) {
                return;
            }
            killing = new Killing(why, culprits);
            running = jvm;
        }
        if (running != null) {
            means.executor().execute(() -> descendants.kill(running.handle()));
        }
    }

    /** Ends it when what replaces it has had the processors for its first cycle. */
    void endSoon() {
        Future<?> unused = means.setup().timer().after(means.tuning().rest(), this::end);
    }

    /** Asks it to end, and sees to it. */
    void end() {
        Jvm running;
        synchronized (this) {
            if (ending) {
                return;
            }
            ending = true;
            running = jvm;
        }
        if (running != null && !gone.isDone()) {
            means.executor().execute(() -> new Ending(running, descendants, means).begin());
        }
    }

    /** Whether anything is to be built in it. */
    boolean usable() {
        return !isOver() && call == null;
    }

    private boolean isOver() {
        return lost || isGoing();
    }

    private synchronized boolean isGoing() {
        return ending || killing != null;
    }

    private synchronized boolean isEnding() {
        return ending;
    }

    /** Its line is closed: usually since it ends. */
    private void deaf() {
        // there is no harm in a look at one that is gone
        Future<?> unused = means.setup().timer().after(means.tuning().end(), this::killDeaf);
    }

    private void killDeaf() {
        if (!isOver()) {
            kill("its JVM closed its line to the host, which a plugin must leave alone", null);
        }
    }

    private void ended(ProcessHandle process, Exit exit) {
        greeting.over();
        Killing by;
        synchronized (this) {
            by = killing;
        }
        if (by != null) {
            tellLost(by.why(), by.culprits(), false);
        } else {
            Exit.Call called = call;
            Set<Long> callers = called == null ? Set.of() : roster.of(called.task());
            String text = exit.text(called, means.logs(), options.heap());
            tellLost(text, callers.isEmpty() ? null : callers, exit.byItself());
        }
        descendants.clear();
        means.processes().remove(process);
        Opening.clear(number, means.setup());
        cleared.complete(null);
    }

    /** Attendants first: what is under way fails when they know why. */
    private void tellLost(String text, @Nullable Set<Long> culprits, boolean byItself) {
        lost = true; // before anybody hears of it, who would build in it what was lost
        List<Told> attending = roster.lost(text, culprits, byItself);
        if (!isEnding()) {
            attending.forEach(Told::tell);
        }
        greeting.lost(new GoneException(text));
        gone.complete(text);
        hangs.over();
    }

    /** What failed, out of what a future wraps it in. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
