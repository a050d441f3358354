package io.reseat.samples.httpprobe;

import io.reseat.samples.httpprobe.HttpProbeConfig.Target;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One request that is under way. Made, awaited and cancelled by the thread of one cycle. */
final class Request {
    private final long begun = System.nanoTime();
    private final Duration timeout;
    private final CompletableFuture<HttpResponse<Void>> answer;
    private final CompletableFuture<Outcome> outcome;

    Request(HttpClient client, Target target, Duration timeout) {
        this.timeout = timeout;
        HttpRequest get = HttpRequest.newBuilder(target.url()).timeout(timeout).build();
        this.answer = client.sendAsync(get, HttpResponse.BodyHandlers.discarding());
        this.outcome = answer.handle((response, failure) -> outcome(response, failure, target.expect()));
    }

    private Outcome outcome(@Nullable HttpResponse<Void> response, @Nullable Throwable failure, int expected) {
        if (response != null) {
            return Outcome.answered(response, expected, elapsed());
        }
        return Outcome.failed(failure == null ? new IllegalStateException("no answer") : failure, elapsed());
    }

    /** Waits until the timeout at most: the client's own timeout ends with the headers, a body could drip for ever. */
    Outcome await() throws InterruptedException, ExecutionException {
        try {
            long left = timeout.minus(elapsed()).toNanos();
            return outcome.get(Math.max(left, 0), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Outcome.tooLate(timeout);
        }
    }

    /** Gives the connection back if the request is still under way; does nothing after its end. */
    void cancel() {
        answer.cancel(true);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
