package io.reseat.host.children;

import io.reseat.host.wire.Channel;
import io.reseat.host.wire.ProcessStart;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all children now and then how they are, and ends those that were stopped or do not answer. One for the host; looks
 * are made by the host's clock while there are children, and take some microseconds for each.
 */
final class Pulse {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    /** A JVM that works but does not answer, such as in a long collection of a large heap, has so many times longer. */
    private static final int BUSY = 6;

    private static final int MOST_UNANSWERED = 3;

    private final Tuning tuning;
    private final Children.Timer timer;
    private final LogLines log;
    private final Map<Child, Beat> beats = new ConcurrentHashMap<>();
    private boolean running;
    private long lastLook;

    Pulse(Tuning tuning, Children.Timer timer, LogLines log) {
        this.tuning = tuning;
        this.timer = timer;
        this.log = log;
    }

    /** Looks at a child from now on, which is ready, until it is gone. */
    void begin(Child child) {
        beats.put(child, new Beat(child));
        child.gone().thenRun(() -> beats.remove(child));
        synchronized (this) {
            if (!running) {
                running = true;
                lastLook = System.nanoTime();
                plan();
            }
        }
    }

    private void plan() {
        Future<?> unused = timer.after(tuning.pulse(), this::look); // nobody will cancel it
    }

    private void look() {
        long now = System.nanoTime();
        boolean late;
        synchronized (this) {
            late = now - lastLook > tuning.pulse().multipliedBy(2).toNanos();
            lastLook = now;
            running = !beats.isEmpty();
            if (running) {
                plan();
            }
        }
        for (Beat beat : Set.copyOf(beats.values())) {
            if (late) { // the host itself was stopped or starved, and so maybe were they
                beat.forgive();
            }
            beat.look(now);
        }
    }

    /** What is known of one child; for the thread of the clock, but for what answers do. */
    private final class Beat {
        private final Child child;
        private final Map<Long, Long> unanswered = new ConcurrentHashMap<>();
        private long pings;
        private boolean stopped;
        private Duration cpu = Duration.ZERO;

        Beat(Child child) {
            this.child = child;
        }

        void forgive() {
            unanswered.clear();
            stopped = false;
        }

        void look(long now) {
            boolean stoppedBefore = stopped;
            stopped = !unanswered.isEmpty() && ProcessStart.stopped(child.pid());
            if (unanswered.isEmpty()) {
                cpu = cpu();
            } else if (stopped && stoppedBefore) {
                end("was stopped, by SIGSTOP or a debugger", Set.of());
                return;
            } else if (isSilent(now)) {
                end("does not answer: it is stopped or starved", null);
                return;
            }
            if (unanswered.size() < MOST_UNANSWERED) {
                ping(now);
            }
        }

        private void ping(long now) {
            long ping = ++pings;
            unanswered.put(ping, now);
            child.ping().thenRun(() -> unanswered.keySet().removeIf(sent -> sent <= ping));
        }

        /** Where the host is late to read it is not, and one of which anything came lately has longer to answer. */
        private boolean isSilent(long now) {
            long limit = tuning.silence().toNanos();
            long silence = silence(now);
            Optional<Channel> line = child.jvm().map(Jvm::channel).filter(one -> !one.behind());
            boolean still = line.filter(one -> now - one.heard() > limit).isPresent() && cpu().equals(cpu);
            return line.isPresent() && silence > limit * (still ? 1 : BUSY);
        }

        /** For how long the second of two pings went unanswered, in nanoseconds. */
        private long silence(long now) {
            return unanswered.values().stream()
                    .sorted()
                    .skip(1)
                    .findFirst()
                    .map(sent -> now - sent)
                    .orElse(0L);
        }

        private Duration cpu() {
            return ProcessHandle.of(child.pid())
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElse(Duration.ZERO);
        }

        private void end(String why, @Nullable Set<Long> culprits) {
            String message = "the JVM of " + child.label() + " (process " + child.pid() + ") " + why + "; it is ended";
            log.addOwn(() -> LOG.warn(message));
            child.kill("its JVM (process " + child.pid() + ") " + why, culprits);
        }
    }
}
