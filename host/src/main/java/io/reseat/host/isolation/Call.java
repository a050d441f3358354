package io.reseat.host.isolation;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One call into a plugin. Runs once on a thread of its realm; everything public is safe from any thread and does not
 * block.
 *
 * <p>The lock makes an interrupt hit this call or nothing: the pooled thread is forgotten under it before the next call
 * can begin.
 *
 * @param <T> what the call answers, often an object of the plugin: drop the call when its generation ends
 */
public final class Call<T> {
    private final String what;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final Object lock = new Object();
    private @Nullable Callable<T> body;
    private @Nullable Thread thread;
    private boolean over;
    private boolean interruptAtStart;

    Call(String what, Callable<T> body) {
        this.what = what;
        this.body = body;
    }

    /** What is called, for people. */
    public String what() {
        return what;
    }

    /**
     * Completes with the answer, or with a {@link PluginFailure} and nothing else. The call is no longer
     * {@linkplain #running running} by then. What is attached without an executor runs on the realm's thread: attach
     * with the {@code …Async} methods and an executor of the host.
     */
    public CompletionStage<T> result() {
        return result;
    }

    /** Whether it waits for its thread or runs on it. */
    public boolean running() {
        synchronized (lock) {
            return !over;
        }
    }

    /** Interrupts the call; one that has not begun finds itself interrupted; one that is over is left alone. */
    public void interrupt() {
        synchronized (lock) {
            if (thread != null) {
                thread.interrupt();
            } else {
                interruptAtStart = !over;
            }
        }
    }

    /** The thread that runs it and where it stands; empty when it does not run. */
    public Optional<LiveThread> liveThread() {
        synchronized (lock) { // it cannot end in between, so the stack is of this call
            return Optional.ofNullable(thread).map(LiveThread::of);
        }
    }

    /** Where its thread stands, a frame a line; empty when it does not run. */
    public String stack() {
        return liveThread().map(LiveThread::stack).orElse("");
    }

    void run() {
        @Nullable PluginFailure failure = null;
        @Nullable T answer = null;
        try {
            answer = begin().call();
        } catch (Throwable thrown) {
            failure = FailureText.of(what, thrown);
        } finally {
            end();
        }
        if (failure != null) {
            result.completeExceptionally(failure);
        } else {
            complete(answer);
        }
    }

    @SuppressWarnings("NullAway") // a Callable<Void> answers null, and so does its stage
    private void complete(@Nullable T answer) {
        result.complete(answer);
    }

    /** For a call that got no thread. */
    void fail(PluginFailure failure) {
        end();
        result.completeExceptionally(failure);
    }

    private Callable<T> begin() {
        synchronized (lock) {
            thread = Thread.currentThread();
            Thread.interrupted(); // what an earlier call left behind
            if (interruptAtStart) {
                thread.interrupt();
            }
            Callable<T> taken = body;
            if (taken == null) {
                throw new IllegalStateException(what + " was run already");
            }
            body = null; // it holds objects of the plugin
            return taken;
        }
    }

    private void end() {
        synchronized (lock) {
            thread = null;
            body = null;
            over = true;
        }
        Thread.interrupted();
    }

    @Override
    public String toString() {
        return "Call[" + what + (running() ? ", running]" : ", over]");
    }
}
