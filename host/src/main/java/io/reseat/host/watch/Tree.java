package io.reseat.host.watch;

import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watched tree on its own thread: looks where bells rang, wholly behind that, and tells the listener. Everything but
 * the inbox and the current snapshot belongs to that thread.
 */
final class Tree<T> implements WatchedTree<T>, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Tree.class);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_RETRY = 5 * SECOND;
    /** A whole look behind events may cost a hundredth of a core on average, one after an overflow a tenth. */
    private static final int REST = 100;

    private static final int URGENT_REST = 10;

    private final String shown;
    private final TreeListener<T> listener;
    private final Inbox<TreeSnapshot<T>> inbox = new Inbox<>();
    private final TreeSource source;
    private final EntryBook<T> book;
    private final Thread thread;

    private volatile TreeSnapshot<T> snapshot =
            new TreeSnapshot<>(0, SortedEntries.empty(), Map.of(), Map.of(), Optional.empty());
    private volatile List<String> impairments = List.of();

    private Optional<Problem> trouble = Optional.empty();
    private long retry;
    private long nextScan = System.nanoTime();
    private long lastScan = System.nanoTime();
    private long lastCost;

    /** Everything that differs between one tree and another. */
    record Parts<T>(
            String label, String shown, TreeRules rules, Duration grace, Taker<T> taker, TreeListener<T> told) {}

    Tree(Parts<T> parts, Function<Inbox<?>, TreeSource> source) {
        shown = parts.shown();
        listener = parts.told();
        this.source = source.apply(inbox);
        book = new EntryBook<>(this.source, parts.rules(), parts.taker(), parts.grace());
        thread = new Thread(this, "reseat-watch-" + parts.label());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public TreeSnapshot<T> snapshot() {
        return snapshot;
    }

    @Override
    public CompletionStage<TreeSnapshot<T>> rescan() {
        CompletableFuture<TreeSnapshot<T>> answer = new CompletableFuture<>();
        inbox.ask(answer);
        return answer.minimalCompletionStage();
    }

    /** What keeps changes from being noticed at once, with the remedy. */
    List<String> impairments() {
        return impairments;
    }

    @Override
    public void close() {
        inbox.close();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            while (!inbox.closed()) {
                round(inbox.await(untilNext()));
            }
        } catch (InterruptedException e) {
            LOG.trace("The watch of {} ends", shown);
        } finally {
            inbox.close();
            source.close();
        }
    }

    private long untilNext() {
        long now = System.nanoTime();
        long untilScan = nextScan - now;
        return book.nextDue() == TreeEntry.NEVER ? untilScan : Math.min(untilScan, book.nextDue() - now);
    }

    private void round(Inbox.Batch<TreeSnapshot<T>> batch) {
        try {
            work(batch);
        } catch (RuntimeException | Error e) {
            LOG.error("Watching {} failed; it is looked at again in five seconds", shown, e);
            nextScan = System.nanoTime() + LONGEST_RETRY;
        } finally {
            batch.asked().forEach(a -> a.complete(snapshot));
        }
    }

    private void work(Inbox.Batch<TreeSnapshot<T>> batch) {
        boolean asked = !batch.asked().isEmpty();
        try {
            if (snapshot.revision() > 0) {
                lookAt(batch.names());
                book.lookAtDue();
                deliver(false);
            }
        } catch (TreeSource.NoTreeException e) {
            asked = true;
        }
        if (batch.all()) {
            scanBy(lastScan + URGENT_REST * lastCost);
        }
        if (asked || nextScan - System.nanoTime() <= 0) {
            scan();
        }
    }

    private void lookAt(Map<String, Integer> names) throws TreeSource.NoTreeException {
        for (Map.Entry<String, Integer> told : names.entrySet()) {
            TreeSource.Call call = source.call(told.getKey());
            switch (call.what()) {
                case ENTRY -> {
                    // An act on a sidecar says nothing about how its owner came.
                    boolean own = call.entry().equals(told.getKey());
                    book.look(call.entry(), own ? told.getValue() : Inbox.MODIFIED);
                    scanBehind();
                }
                case ALL -> scanBy(lastScan + URGENT_REST * lastCost);
                case NOTHING -> {}
            }
        }
    }

    private void scanBehind() {
        long now = System.nanoTime();
        long rested = lastScan + Math.max(SECOND, REST * lastCost);
        scanBy(Math.max(now + SECOND, rested));
    }

    private void scanBy(long time) {
        if (time - nextScan < 0) {
            nextScan = time;
        }
    }

    private void scan() {
        long began = System.nanoTime();
        Optional<Problem> problem = Optional.empty();
        try {
            book.lookAtAll(this::lookAtUrgent);
            retry = 0;
        } catch (IOException e) {
            book.lost();
            retry = Math.min(LONGEST_RETRY, Math.max(SECOND, 2 * retry));
            problem = Optional.of(new Problem(Place.of(shown), e.getMessage() + TreeSnapshot.STAYS));
        }
        lastScan = System.nanoTime();
        lastCost = lastScan - began;
        impairments = source.impairments();
        long interval = source.interval().toNanos();
        nextScan = lastScan + (retry == 0 ? interval : Math.min(interval, retry));
        if (book.takeDoubts()) {
            scanBehind();
        }
        tell(problem);
    }

    private void tell(Optional<Problem> problem) {
        boolean news = !problem.equals(trouble);
        trouble = problem;
        if (news) {
            problem.ifPresentOrElse(p -> LOG.warn("{}", p), () -> LOG.info("{}: the folder can be read again", shown));
        }
        deliver(news || snapshot.revision() == 0);
    }

    /** A whole look at 10,000 files must not hold up the one that an event names. */
    private void lookAtUrgent() {
        if (snapshot.revision() == 0) {
            return;
        }
        try {
            lookAt(inbox.takeNames());
            deliver(false);
        } catch (TreeSource.NoTreeException e) {
            inbox.tellAll();
        }
    }

    private void deliver(boolean anyway) {
        if (!anyway && !book.dirty()) {
            return;
        }
        Set<String> changed = book.takeChanged();
        Map<String, Problem> known = snapshot.unusable();
        snapshot =
                new TreeSnapshot<>(snapshot.revision() + 1, book.entries(), book.pending(), book.unusable(), trouble);
        snapshot.unusable().forEach((name, problem) -> {
            if (!problem.equals(known.get(name))) {
                LOG.warn("{}", problem);
            }
        });
        try {
            listener.changed(snapshot, changed);
        } catch (Throwable e) {
            LOG.error(
                    "The listener {} of {} failed; the watch goes on",
                    listener.getClass().getName(),
                    shown,
                    e);
        }
    }
}
