package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.HostClock;
import io.reseat.host.model.Digest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many reloads of one plugin are under way at once, so that a new JAR for 10,000 tasks does not need 10,000
 * threads. A reload that takes long leaves its lane, so that one that hangs delays no other. Confined to the owner
 * thread.
 *
 * <p>While one swaps, none begins to build: the task that is between two generations would wait for the processor.
 */
final class Lanes {
    private static final int WIDTH = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    private static final Duration SLOW = Duration.ofMillis(100);

    private final Map<Digest, Lane> lanes = new HashMap<>();
    private final HostClock clock;
    private final Executor owner;

    Lanes(HostClock clock, Executor owner) {
        this.clock = clock;
        this.owner = owner;
    }

    /** Runs a job in the lane of a plugin, now or when there is room. The job hands its ticket back when it is done. */
    void enter(Digest plugin, Job job) {
        Lane lane = lanes.computeIfAbsent(plugin, digest -> new Lane());
        if (lane.hasRoom()) {
            start(plugin, lane, job);
        } else {
            lane.waiting.add(job);
        }
    }

    /** Starts what there is room for. A job that leaves at once must not start the next from within, ever deeper. */
    private void serve(Digest plugin, Lane lane) {
        if (lane.serving) {
            return;
        }
        lane.serving = true;
        try {
            for (Job next = lane.next(); next != null; next = lane.next()) {
                start(plugin, lane, next);
            }
        } finally {
            lane.serving = false;
        }
        if (lane.busy == 0) {
            lanes.remove(plugin, lane);
        }
    }

    private void start(Digest plugin, Lane lane, Job job) {
        lane.busy++;
        Ticket ticket = new Ticket(plugin, lane);
        if (lane.busy == WIDTH) {
            clock.later(SLOW, () -> owner.execute(ticket::leave));
        }
        job.run(ticket);
    }

    /** What is done in a lane. */
    interface Job {
        void run(Ticket ticket);
    }

    private static final class Lane {
        private final Deque<Job> waiting = new ArrayDeque<>();
        private int busy;
        private int swapping;
        private boolean serving;

        boolean hasRoom() {
            return busy < WIDTH && swapping == 0;
        }

        @Nullable
        Job next() {
            return hasRoom() ? waiting.poll() : null;
        }
    }

    /** The right to be in a lane. */
    final class Ticket {
        private final Digest plugin;
        private final Lane lane;
        private boolean swaps;
        private boolean left;

        private Ticket(Digest plugin, Lane lane) {
            this.plugin = plugin;
            this.lane = lane;
        }

        /** It is built, and is put in place now: none begins meanwhile, unless that takes long. */
        void swaps() {
            if (!left && !swaps) {
                swaps = true;
                lane.swapping++;
                clock.later(SLOW, () -> owner.execute(this::leave));
            }
        }

        /** Makes room for the next; further calls do nothing. */
        void leave() {
            if (left) {
                return;
            }
            left = true;
            lane.busy--;
            lane.swapping -= swaps ? 1 : 0;
            serve(plugin, lane);
        }
    }
}
