package io.reseat.host.watch;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one {@code WatchService} of the host: tells trees where something happened, and tests itself by a {@link Canary}.
 * Its state is guarded by its lock; bells are rung on its own thread.
 */
final class Doorbell implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Doorbell.class);

    /** Is rung on the doorbell's thread, so it only notes what it hears. */
    interface Bell {
        /** Something happened in the folder. */
        void rung(List<WatchEvent<?>> events);

        /** The folder is gone or the doorbell broke: nothing more will be heard here. */
        void silent();

        /**
         * Whether it rings for writes to files too, not only for names that come and go. A folder above a home may be one
         * that others write to all day, each write of which would wake the host.
         */
        default boolean hearsWrites() {
            return true;
        }
    }

    private final Ears.Opener opener;
    private final Canary canary;
    private final Thread thread;
    private final Registrations registrations = new Registrations();
    private @Nullable Ears ears;
    private boolean closed;
    private volatile @Nullable String impairment;

    Doorbell(Ears.Opener opener, Canary canary) {
        this.opener = opener;
        this.canary = canary;
        thread = new Thread(this::run, "reseat-watch-doorbell");
        thread.setDaemon(true);
        open();
        thread.start();
    }

    /** Why it may not ring, with the remedy; empty if it rings. */
    Optional<String> impairment() {
        return Optional.ofNullable(impairment);
    }

    /** Rings a bell for a folder from now on. */
    synchronized Registrations.Registration register(Path directory, Bell bell) throws IOException {
        Ears open = ears;
        if (open == null) {
            throw new IOException("file events are not available");
        }
        return registrations.add(open, directory, bell);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            shut();
        }
        thread.interrupt();
    }

    private void run() {
        try {
            while (!isClosed()) {
                listenOnce();
            }
        } finally {
            if (!isClosed()) {
                impaired("the thread that waits for file events ended; restart the host");
            }
        }
    }

    private void listenOnce() {
        try {
            listen();
        } catch (InterruptedException e) {
            LOG.trace("Interrupted, which ends the doorbell only where it is closed");
        }
    }

    private void listen() throws InterruptedException {
        @Nullable Ears open = current();
        try {
            if (open == null) {
                Thread.sleep(canary.interval().toMillis());
                reopen();
                return;
            }
            canary.beforeWait(this);
            open = current();
            WatchKey key = open == null ? null : open.poll(canary.longestWait());
            if (key != null) {
                ring(key);
            }
            canary.afterWait(this);
        } catch (ClosedWatchServiceException e) {
            if (Objects.equals(open, current())) { // else whoever closed it has opened another one already
                reopen();
            }
        } catch (RuntimeException | Error e) {
            LOG.error("Hearing file events failed; trees are looked at every two seconds until it works again", e);
            reopen();
        }
    }

    private void ring(WatchKey key) {
        List<WatchEvent<?>> events = key.pollEvents();
        registrations.at(key).forEach(r -> r.bell().rung(events));
        if (!key.reset()) {
            registrations.forget(key).forEach(r -> r.bell().silent());
        }
    }

    /** Called by the canary on this thread. */
    void impaired(String reason) {
        if (!reason.equals(impairment)) {
            LOG.warn("File events: {}", reason);
            impairment = reason;
            registrations.all().forEach(r -> r.bell().silent());
        }
    }

    /** Called by the canary on this thread. */
    void works() {
        if (impairment != null) {
            LOG.info("File events work again");
            impairment = null;
        }
    }

    /** Starts afresh: trees register again at their next look. Called on this thread. */
    void reopen() {
        List<Registrations.Registration> lost = registrations.all();
        synchronized (this) {
            shut();
        }
        open();
        lost.forEach(r -> r.bell().silent());
    }

    private synchronized void open() {
        if (closed) {
            return;
        }
        try {
            ears = opener.open();
            canary.restart();
        } catch (IOException e) {
            ears = null;
            impaired(e.getMessage() + " (trees are looked at every two seconds; the remedy on Linux is a larger"
                    + " fs.inotify.max_user_instances)");
        }
    }

    private synchronized void shut() {
        registrations.clear();
        if (ears != null) {
            try {
                ears.close();
            } catch (IOException e) {
                LOG.debug("Closing the watch service failed: {}", e.toString());
            }
            ears = null;
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized @Nullable Ears current() {
        return ears;
    }
}
