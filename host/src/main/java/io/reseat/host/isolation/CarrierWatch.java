package io.reseat.host.isolation;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Notices that virtual threads wait for a carrier, because others spin on the few that there are and are never taken off
 * them. One for the host, as the JVM has one scheduler; safe from any thread.
 *
 * <p>A call that was handed over and has not begun after a second is the sign. One timer is set while a call waits, and
 * none otherwise. A health that is asked hands over a call of its own, so that what starved after it had begun is found.
 */
public final class CarrierWatch {
    private static final System.Logger LOG = System.getLogger(CarrierWatch.class.getName());
    private static final int MOST_NAMED = 5;

    private final ScheduledExecutorService timer;
    private final Duration patience;
    private final Map<Thread, Waiting> waiting = new LinkedHashMap<>(); // the oldest comes first
    private final Map<Thread, String> begun = new HashMap<>();
    private boolean planned;
    private boolean probing;
    private volatile @Nullable String starved;

    private record Waiting(String what, boolean ofTask, long since) {}

    /**
     * @param timer looks after those that wait
     * @param patience how long is no starvation
     */
    CarrierWatch(ScheduledExecutorService timer, Duration patience) {
        this.timer = timer;
        this.patience = patience;
    }

    /** What people should know where calls wait for a carrier; empty where none does for long. */
    public Optional<String> starved() {
        probe();
        return Optional.ofNullable(starved);
    }

    /** A call is about to be started on a thread. */
    void handedOver(Thread thread, String what) {
        await(thread, new Waiting(what, true, System.nanoTime()));
    }

    /** It has a carrier. On its thread. */
    synchronized void begun(Thread thread) {
        Waiting call = waiting.remove(thread);
        if (call != null) {
            begun.put(thread, call.what());
        }
    }

    /** It has ended, or could not be started. */
    synchronized void ended(Thread thread) {
        waiting.remove(thread);
        begun.remove(thread);
    }

    /** Whether a timer is set. */
    synchronized boolean planned() {
        return planned;
    }

    private synchronized void await(Thread thread, Waiting call) {
        waiting.put(thread, call);
        if (!planned) {
            plan(patience.toNanos());
        }
    }

    private void probe() {
        synchronized (this) {
            if (probing || begun.isEmpty()) {
                return;
            }
            probing = true;
        }
        Thread probe = VirtualThreads.make(
                "reseat-carrier-probe", CarrierWatch.class.getClassLoader(), () -> probed(Thread.currentThread()));
        await(probe, new Waiting("", false, System.nanoTime()));
        probe.start();
    }

    private synchronized void probed(Thread probe) {
        waiting.remove(probe);
        probing = false;
    }

    private void plan(long nanos) {
        try {
            Future<?> unused = timer.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
            planned = true;
        } catch (RejectedExecutionException closed) {
            LOG.log(Level.DEBUG, "the host ends, and nobody looks after virtual threads any more");
        }
    }

    /** On the timer's thread. */
    private void look() {
        List<Waiting> late;
        Map<Thread, String> suspects;
        synchronized (this) {
            long now = System.nanoTime();
            late = waiting.values().stream()
                    .filter(call -> now - call.since() >= patience.toNanos())
                    .toList();
            suspects = late.isEmpty() ? Map.of() : Map.copyOf(begun);
            planned = false;
            waiting.values().stream().findFirst().ifPresent(oldest -> plan(untilLate(oldest, now)));
        }
        tell(late.isEmpty() ? null : text(late, suspects));
    }

    private long untilLate(Waiting oldest, long now) {
        long left = oldest.since() + patience.toNanos() - now;
        return left > 0 ? left : patience.toNanos(); // it is late already: look again
    }

    private void tell(@Nullable String now) {
        boolean before = starved != null;
        starved = now;
        if (now != null && !before) {
            LOG.log(Level.WARNING, now);
        } else if (now == null && before) {
            LOG.log(Level.INFO, "virtual threads are not starved any more");
        }
    }

    private static String text(List<Waiting> late, Map<Thread, String> suspects) {
        Instant since = Instant.now()
                .minusNanos(System.nanoTime() - late.get(0).since())
                .truncatedTo(ChronoUnit.MILLIS);
        long cycles = late.stream().filter(Waiting::ofTask).count();
        String waits = cycles == 0
                ? "no carrier was free since " + since
                : cycles + (cycles == 1 ? " cycle waits" : " cycles wait") + " for a carrier since " + since;
        return "virtual threads are starved: " + waits + running(suspects)
                + "; tasks that spin on the CPU belong on runner: thread or process";
    }

    /** Those that are on a carrier now. */
    private static String running(Map<Thread, String> suspects) {
        List<String> found = suspects.entrySet().stream()
                .filter(call -> isOnCarrier(call.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
        String named = found.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        int more = found.size() - MOST_NAMED;
        return found.isEmpty() ? "" : "; on a carrier now: " + named + (more > 0 ? " and " + more + " more" : "");
    }

    /** One that waits for a carrier is RUNNABLE too, but stands where the scheduler left it. */
    private static boolean isOnCarrier(Thread thread) {
        if (thread.getState() != Thread.State.RUNNABLE) {
            return false;
        }
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length > 0 && !isOfScheduler(stack[0].getClassName());
    }

    private static boolean isOfScheduler(String type) {
        return type.equals("java.lang.VirtualThread") || type.startsWith("jdk.internal.vm.Continuation");
    }
}
