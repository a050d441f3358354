package io.reseat.samples.httpprobe;

import io.reseat.api.Metrics;
import io.reseat.api.SavedState;
import io.reseat.api.Stateful;
import io.reseat.api.Task;
import io.reseat.api.TaskContext;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Requests all targets at once, once per cycle. Runs on the one thread that the host gives it. */
final class HttpProbe implements Task, Stateful {
    private final HttpProbeConfig config;
    private final SSLContext tls;
    private final TaskContext context;
    private final List<Watched> targets;
    private final Metrics.Counter ups;
    private final Metrics.Counter downs;
    private final Metrics.Timer latency;
    private @Nullable HttpClient client;
    private volatile long targetsDown; // read by the gauge on another thread of the realm

    HttpProbe(HttpProbeConfig config, SSLContext tls, TaskContext context) {
        this.config = config;
        this.tls = tls;
        this.context = context;
        this.targets = config.targets().stream()
                .map(target -> new Watched(target, context.logger()))
                .toList();
        this.ups = context.metrics().counter("up");
        this.downs = context.metrics().counter("down");
        this.latency = context.metrics().timer("latency");
    }

    /** The client starts a thread as soon as it is built, so it is built here and not in {@code create}. */
    @Override
    public void start() {
        ExecutorService workers = Executors.newCachedThreadPool(context.threads());
        context.<AutoCloseable>closeWithGeneration(workers::shutdownNow);
        client = HttpClient.newBuilder().sslContext(tls).executor(workers).build();
        context.metrics().gauge("targets_down", () -> targetsDown);
    }

    @Override
    public void run() throws InterruptedException, ExecutionException {
        HttpClient asking = Objects.requireNonNull(client, "start() comes before run()");
        List<Request> requests = targets.stream()
                .map(watched -> new Request(asking, watched.target, config.timeout()))
                .toList();
        try {
            for (int i = 0; i < requests.size(); i++) {
                record(targets.get(i), requests.get(i).await());
            }
        } finally {
            requests.forEach(Request::cancel);
        }
        targetsDown = targets.stream().filter(watched -> !watched.isUp()).count();
    }

    private void record(Watched watched, Outcome outcome) {
        Instant now = Instant.now();
        (outcome.up() ? ups : downs).increment();
        latency.record(outcome.latency());
        watched.take(outcome, now);
        outcome.certificateEnd().ifPresent(end -> watched.checkCertificate(end, config.warnBefore(), now));
    }

    @Override
    public Map<String, Object> saveState() {
        Map<String, Object> state = new HashMap<>();
        targets.forEach(watched -> state.put(watched.target.url().toString(), watched.toState()));
        return state;
    }

    /** Takes the streaks of the targets that are still asked; the others are forgotten. */
    @Override
    public void restoreState(SavedState state) {
        for (Watched watched : targets) {
            if (state.values().get(watched.target.url().toString()) instanceof Map<?, ?> known) {
                watched.fromState(known);
            }
        }
    }

    /**
     * From Java 21 on a client can be closed. Before, its selector thread, which holds this plugin's class loader, ends
     * when the client is unreachable: so nothing may keep it, not even this instance.
     */
    @Override
    public void close() throws Exception {
        if (client instanceof AutoCloseable closeable) {
            closeable.close();
        }
        client = null;
    }
}
