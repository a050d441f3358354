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
    private final ScanTimes scans = new ScanTimes();

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

    @Override
    public CompletionStage<Void> caughtUp(Set<String> entries) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        inbox.catchUp(entries, answer);
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
                listen();
            }
        } finally {
            inbox.close();
            source.close();
        }
    }

    private void listen() {
        try {
            round(inbox.await(untilNext()));
        } catch (InterruptedException e) {
            LOG.warn("The watch of {} was interrupted; nothing of the host does that, so it goes on", shown);
        }
    }

    private long untilNext() {
        long now = System.nanoTime();
        long untilScan = scans.next() - now;
        return book.nextDue() == TreeEntry.NEVER ? untilScan : Math.min(untilScan, book.nextDue() - now);
    }

    private void round(Inbox.Batch<TreeSnapshot<T>> batch) {
        try {
            work(batch);
        } catch (RuntimeException | Error e) {
            scans.broke();
            tell(e);
        } finally {
            batch.asked().forEach(a -> a.complete(snapshot));
            batch.waiting().forEach(a -> a.complete(null));
        }
    }

    private void tell(Throwable failure) {
        try {
            LOG.error("Watching {} failed; it is looked at again in five seconds", shown, failure);
        } catch (Throwable untold) {
            return; // there may be no memory for that: it must not end the watch
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
            scans.soon();
        }
        if (asked || scans.due()) {
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
                    scans.behindEvents();
                }
                case ALL -> scans.soon();
                case NOTHING -> {}
            }
        }
    }

    private void scan() {
        long began = System.nanoTime();
        Optional<Problem> problem = Optional.empty();
        try {
            book.lookAtAll(this::lookAtUrgent);
            scans.ended(began, source.interval().toNanos());
        } catch (IOException e) {
            book.lost();
            scans.failed(began, source.interval().toNanos());
            problem = Optional.of(new Problem(
                    Place.of(shown), e.getMessage() + "; what was taken from it stays, and it is looked at again"));
        }
        impairments = source.impairments();
        if (book.takeDoubts()) {
            scans.behindEvents();
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
