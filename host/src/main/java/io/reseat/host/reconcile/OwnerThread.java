package io.reseat.host.reconcile;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that decides. Events are run in the order in which they came; one that fails is logged and ends alone.
 * No code of a plugin and no slow input or output runs here.
 */
final class OwnerThread implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerThread.class);

    private final LinkedBlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "reseat-owner");
    private volatile boolean closed;

    OwnerThread() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Hands an event over; after {@link #close} it is dropped. */
    @Override
    public void execute(Runnable event) {
        if (!closed) {
            events.add(event);
        }
    }

    /** Asks something on this thread; fails at once when the thread has ended. */
    <T> CompletableFuture<T> ask(Supplier<CompletableFuture<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (closed) {
            answer.completeExceptionally(new IllegalStateException("the host is stopping"));
        }
        execute(() -> Relay.answer(question, answer));
        return answer;
    }

    /** Runs an event when a step has ended, well or not; one that fails is logged as any other. */
    <T> void when(CompletionStage<T> step, BiConsumer<? super @Nullable T, @Nullable Throwable> event) {
        step.whenComplete((value, failure) -> execute(() -> event.accept(value, failure)));
    }

    /** Ends the thread after the events that are there already. */
    @Override
    public void close() {
        events.add(() -> closed = true);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(Throwable failure) {
        try {
            LOG.error("an event failed; the others go on. Please report this with the stack below", failure);
        } catch (Throwable untold) {
            return; // there may be no memory for that: it is not worth the thread on which all else depends
        }
    }

    private void run() {
        while (!closed) {
            try {
                events.take().run();
            } catch (InterruptedException e) {
                LOG.warn("the owner thread was interrupted; nothing of the host does that, so it goes on");
            } catch (Throwable e) {
                tell(e);
            }
        }
    }
}
