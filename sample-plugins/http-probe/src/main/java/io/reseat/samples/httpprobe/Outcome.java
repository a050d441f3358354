package io.reseat.samples.httpprobe;

import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * What one request came to.
 *
 * @param up whether the answer was the expected one
 * @param detail why not, for the log
 * @param latency from the request to the end of the answer, or to the failure
 * @param certificateEnd the end of the server's certificate, where the answer came over TLS
 */
record Outcome(boolean up, String detail, Duration latency, Optional<Instant> certificateEnd) {
    static Outcome answered(HttpResponse<?> response, int expected, Duration latency) {
        int status = response.statusCode();
        String detail = "status " + status + " instead of " + expected;
        return new Outcome(status == expected, detail, latency, Tls.certificateEnd(response));
    }

    static Outcome failed(Throwable failure, Duration latency) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof HttpTimeoutException ? tooLate(latency) : down(describe(cause), latency);
    }

    static Outcome tooLate(Duration latency) {
        return down("no whole answer in " + latency.toMillis() + " ms", latency);
    }

    private static Outcome down(String detail, Duration latency) {
        return new Outcome(false, detail, latency, Optional.empty());
    }

    private static String describe(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        return failure.getMessage() == null ? name : name + ": " + failure.getMessage();
    }
}
