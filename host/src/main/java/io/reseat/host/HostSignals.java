package io.reseat.host;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.reseat.host.management.Words;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.Requester;
import io.reseat.host.reconcile.Control.ReloadOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What signals ask of the host: HUP reloads everything, TERM and INT stop it after its cycles, a second one at once. Taken
 * from the start of the JVM on, so that a HUP ends no host that is not up yet. Used by the threads of signals, one each.
 *
 * <pre>
 *   TERM, INT ──► drain ──► 143, 130, or {@link #CUT_OFF} where a task did not end in its time
 *                   └── TERM, INT again ──► {@link #CUT_OFF} at once
 * </pre>
 */
final class HostSignals {
    /** The exit status of a stop that some task was not ready for. */
    static final int CUT_OFF = 3;

    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");
    private static final int TERM = 143; // 128 and the signal's number, as the JVM and shells have it
    private static final int INT = 130;

    private final CompletableFuture<Stop> host = new CompletableFuture<>();
    private final AtomicInteger stops = new AtomicInteger();
    private final List<String> missing = new ArrayList<>();

    private HostSignals() {}

    /** Takes the signals. */
    static HostSignals take() {
        HostSignals signals = new HostSignals();
        Signals.on("HUP", signals::reload)
                .ifPresent(why -> signals.missing.add("HUP will not reload, because " + why + "; use: reseat reload"));
        Signals.on("TERM", () -> signals.stop("TERM", TERM))
                .ifPresent(why -> signals.missing.add("TERM will not end cycles first, because " + why));
        Signals.on("INT", () -> signals.stop("INT", INT)); // ignored in every script that starts it with '&'
        return signals;
    }

    /** The host runs: says once what cannot arrive, and does what arrived already. */
    void serve(Stop running) {
        missing.forEach(LOG::warn);
        host.complete(running);
    }

    private void reload() {
        @Nullable Stop running = host.getNow(null);
        if (running == null) {
            LOG.info("HUP: the host starts, and reads all files anyway");
            return;
        }
        LOG.info("HUP: looks at all files again");
        running.host()
                .control()
                .reloadAll(ReloadOptions.PLAIN, new Requester(Requester.Kind.SIGNAL, "HUP"))
                .whenComplete((reports, failure) -> {
                    if (reports == null) {
                        LOG.warn("HUP: nothing was reloaded: {}", String.valueOf(failure));
                    } else {
                        LOG.info("HUP: {}", summary(reports));
                    }
                });
    }

    private static String summary(List<ReloadReport> reports) {
        String outcomes = reports.stream()
                .collect(groupingBy(
                        report ->
                                report.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        TreeMap::new,
                        counting()))
                .entrySet()
                .stream()
                .map(one -> one.getValue() + " " + one.getKey())
                .collect(joining(", "));
        return Words.count(reports.size(), "task") + (outcomes.isEmpty() ? "" : ": " + outcomes);
    }

    private void stop(String name, int status) {
        int before = stops.getAndIncrement();
        if (before == 0) {
            Stop running = host.join(); // a host that starts is stopped when it has
            running.end(" by " + name + ", once more stops at once");
            System.exit(running.unfinished().isEmpty() ? status : CUT_OFF);
        } else if (before == 1 && !sayCutOff(name)) {
            return; // it is over, and the JVM ends
        }
        Runtime.getRuntime().halt(CUT_OFF); // no hook may hold it up; children end with their standard input
    }

    private boolean sayCutOff(String name) {
        @Nullable Stop running = host.getNow(null);
        if (running != null && running.over()) {
            return false;
        }
        String tasks = running == null
                ? ""
                : running.unfinished().stream().map(Object::toString).sorted().collect(joining(", "));
        LOG.warn("{} again: stopped at once{}", name, tasks.isEmpty() ? "" : "; cut off: " + tasks);
        Logging.stop();
        return true;
    }
}
