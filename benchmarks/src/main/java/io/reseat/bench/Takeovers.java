package io.reseat.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long it took, again and again, until a worker with a cycle each millisecond had given way to another, or to another
 * config. Owned by the one thread that measures.
 */
final class Takeovers {
    /** Why it gives way. */
    enum Cause {
        NEW_CONFIG,
        /** {@code kill -9} of the worker's process. */
        KILLED
    }

    private static final long NO_PROCESS = 0;
    private static final Pulse NONE = new Pulse(0, 0, 0, true, NO_PROCESS);

    private final Contender contender;
    private final List<Long> waits = new ArrayList<>();
    private final List<Long> gaps = new ArrayList<>();
    private Pulse last = NONE;

    private Takeovers(Contender contender) {
        this.contender = contender;
    }

    /**
     * So many of each program, in turn, so that noise of the machine meets all alike.
     *
     * @param rest before each round
     * @param warmUp rounds that are not counted; at least one
     */
    static List<Takeovers> inTurn(
            Lab lab, List<? extends Contender> contenders, Cause cause, Duration rest, int warmUp, int runs)
            throws IOException {
        List<Takeovers> all = contenders.stream().map(Takeovers::new).toList();
        for (int i = 0; i < warmUp + runs; i++) {
            lab.pause(rest);
            for (Takeovers one : all) {
                one.next(lab, cause);
            }
            if (i == warmUp - 1) {
                all.forEach(Takeovers::forget);
            }
        }
        return all;
    }

    private void next(Lab lab, Cause cause) throws IOException {
        if (cause == Cause.KILLED) {
            kill(lab);
        } else {
            Change change = contender.nextConfig();
            lab.breathe();
            long began = change.publish();
            add(began, contender.pulses().readUntil(change.marker(), Subject.PATIENCE));
        }
    }

    private void kill(Lab lab) {
        lab.breathe();
        follow(contender.pulses().readUntilNot(NO_PROCESS, Subject.PATIENCE));
        follow(contender.pulses().readAll());
        long process = last.process();
        long began = System.nanoTime();
        ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
        add(began, contender.pulses().readUntilNot(process, Subject.PATIENCE));
    }

    /** @param read whose last one is the first cycle after the change */
    private void add(long began, List<Pulse> read) {
        follow(read.subList(0, read.size() - 1));
        long first = read.get(read.size() - 1).nanos();
        waits.add(first - began);
        gaps.add(first - last.nanos());
        follow(read);
    }

    private void follow(List<Pulse> read) {
        last = read.isEmpty() ? last : read.get(read.size() - 1);
    }

    private void forget() {
        waits.clear();
        gaps.clear();
    }

    /** From the rename, or the kill, to the first cycle of what came. */
    Distribution waits() {
        return new Distribution(waits);
    }

    /** From the last cycle of what went to the first of what came. */
    Distribution gaps() {
        return new Distribution(gaps);
    }
}
