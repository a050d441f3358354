package io.reseat.host.isolation;

import io.reseat.host.model.HostStatus;
import java.lang.System.Logger.Level;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts realms, and proves that retired ones leave memory: a loader is collected when its phantom reference is queued,
 * and not before. One for the host; safe from any thread.
 *
 * <p>Costs nothing while no realm is awaited: its one lasting thread is parked on the queue. While one is, and natural
 * collections did not take it, a collection is requested when the {@link CollectionPace} allows one: for all that wait, and
 * at most twice for each realm.
 */
public final class RealmWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RealmWatch.class.getName());
    private static final Duration CARRIER_PATIENCE = Duration.ofSeconds(1);
    private static final int REQUESTS_PER_REALM = 2;

    private final CollectionPace pace;
    private final LongSupplier nanoTime;
    private final Runnable collector;
    private final ReferenceQueue<ClassLoader> queue = new ReferenceQueue<>();
    private final AtomicInteger live = new AtomicInteger();
    private final AtomicLong collected = new AtomicLong();
    private final Map<String, Instant> retiring = new ConcurrentHashMap<>();
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor worker =
            new ScheduledThreadPoolExecutor(1, HostThread.named("reseat-realms"));
    private final CarrierWatch carriers = new CarrierWatch(worker, CARRIER_PATIENCE);
    private final Thread drain = HostThread.named("reseat-realm-watch").newThread(this::drain);
    private @Nullable Future<?> plannedRequest;

    /** Starts to watch. */
    public RealmWatch() {
        this(new CollectionPace(), System::nanoTime, System::gc);
    }

    RealmWatch(CollectionPace pace, LongSupplier nanoTime, Runnable collector) {
        this.pace = pace;
        this.nanoTime = nanoTime;
        this.collector = collector;
        worker.setKeepAliveTime(5, TimeUnit.SECONDS);
        worker.allowCoreThreadTimeOut(true);
        worker.setRemoveOnCancelPolicy(true);
        drain.start();
    }

    /**
     * A realm that was retired and is not yet proven collected.
     *
     * @param realm its name
     * @param since when it was retired
     * @param closed whether its loader is closed; false while its threads still run
     * @param requests how many collections were requested since then
     */
    public record Awaiting(String realm, Instant since, boolean closed, int requests) {}

    /** How many realms are live, awaited and collected. */
    public HostStatus.Realms counts() {
        return new HostStatus.Realms(live.get(), retiring.size() + watched.size(), collected.get());
    }

    /** Those awaited, longest first. */
    public List<Awaiting> awaiting() {
        List<Awaiting> all = new ArrayList<>();
        retiring.forEach((name, since) -> all.add(new Awaiting(name, since, false, 0)));
        watched.values().forEach(w -> all.add(new Awaiting(w.name, w.since, true, w.requests.get())));
        all.sort((a, b) -> a.since().compareTo(b.since()));
        return all;
    }

    /** Whether the virtual threads of the realms get to run. */
    public CarrierWatch carriers() {
        return carriers;
    }

    /** Ends its threads; realms that are retired later are not closed. For the end of the host. */
    @Override
    public void close() {
        worker.shutdownNow();
        drain.interrupt();
    }

    void opened(String name) {
        live.incrementAndGet();
    }

    /** It ends, and nobody waits until it is collected. */
    void discarded() {
        live.decrementAndGet();
    }

    void retiring(String name) {
        live.decrementAndGet();
        retiring.put(name, Instant.now());
    }

    /** From now on the loader is expected to be collected. */
    void await(String name, ClassLoader loader, Path scratch) {
        Instant since = retiring.getOrDefault(name, Instant.now());
        watched.put(name, new Watched(name, since, scratch, loader, queue));
        retiring.remove(name);
        retired();
    }

    /** Where the host's part of a retirement runs. */
    Executor worker() {
        return worker;
    }

    /** How many requests wait for their time: none or one. */
    int plannedRequests() {
        return worker.getQueue().size();
    }

    private void drain() {
        while (!worker.isShutdown()) {
            try {
                if (queue.remove() instanceof Watched gone) {
                    collected(gone);
                }
            } catch (InterruptedException e) {
                LOG.log(Level.DEBUG, "interrupted, which ends the realm watch only where it is closed");
            }
        }
    }

    /** Whatever goes wrong with the files of one, the next must be counted. */
    private void collected(Watched gone) {
        watched.remove(gone.name);
        collected.incrementAndGet();
        try {
            Scratch.delete(gone.scratch);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "cannot delete " + gone.scratch + " of retired realm " + gone.name, e);
        }
    }

    private synchronized void retired() {
        pace.retired(nanoTime.getAsLong());
        planRequest();
    }

    private synchronized void planRequest() {
        if (plannedRequest == null && !worker.isShutdown()) {
            long wait = Math.max(0, pace.untilDue(nanoTime.getAsLong()));
            plannedRequest = worker.schedule(this::lookAgain, wait, TimeUnit.NANOSECONDS);
        }
    }

    private void lookAgain() {
        synchronized (this) {
            plannedRequest = null;
        }
        requestWhereDue();
        if (anyToServe()) {
            planRequest();
        }
    }

    /** Requests a collection where one is due and a realm waits for it. Runs on the worker, or on a test's thread. */
    void requestWhereDue() {
        if (!anyToServe() || !begins()) {
            return;
        }
        watched.values().forEach(w -> w.requests.incrementAndGet());
        long began = nanoTime.getAsLong();
        collector.run();
        synchronized (this) {
            pace.ended(began, nanoTime.getAsLong());
        }
    }

    private boolean anyToServe() {
        return watched.values().stream().anyMatch(w -> w.requests.get() < REQUESTS_PER_REALM);
    }

    private synchronized boolean begins() {
        boolean due = pace.untilDue(nanoTime.getAsLong()) <= 0;
        if (due) {
            pace.begins();
        }
        return due;
    }

    /** The proof of one realm. */
    private static final class Watched extends PhantomReference<ClassLoader> {
        private final String name;
        private final Instant since;
        private final Path scratch;
        private final AtomicInteger requests = new AtomicInteger();

        Watched(String name, Instant since, Path scratch, ClassLoader loader, ReferenceQueue<ClassLoader> queue) {
            super(loader, queue);
            this.name = name;
            this.since = since;
            this.scratch = scratch;
        }
    }
}
