package io.reseat.host.lifecycle;

import io.reseat.host.isolation.LiveThread;
import io.reseat.host.isolation.Realm;
import io.reseat.host.model.Isolation;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Says what the threads of one generation do. Called by the owner thread. */
final class Stacks {
    private Stacks() {}

    static String of(Generation generation, CycleLoop loop, Instance instance) {
        StringBuilder text = new StringBuilder();
        List<LiveThread> own = new ArrayList<>(instance.liveThreads());
        loop.liveThread()
                .ifPresentOrElse(
                        cycle -> own.add(0, cycle),
                        () -> text.append(idle(loop)).append('\n'));
        Realm realm = generation.realm();
        boolean alone = generation.spec().isolation() == Isolation.TASK;
        List<LiveThread> shown = alone ? realm.threads().live() : own;
        shown.forEach(thread ->
                text.append(thread.name()).append(' ').append(thread.stack()).append('\n'));
        int others = alone ? 0 : realm.threads().busy() - own.size();
        return others <= 0
                ? text.toString()
                : text.append(others)
                        .append(others == 1 ? " other thread belongs" : " other threads belong")
                        .append(" to the realm ")
                        .append(realm.name())
                        .append(", which this task shares with others (isolation: plugin)\n")
                        .toString();
    }

    private static String idle(CycleLoop loop) {
        return switch (loop.state()) {
            case HALTED -> "paused: no cycle runs";
            case FAILED -> "between cycles: the last one failed, and the backoff has not begun";
            case ACTIVE -> "between cycles: the next one begins at once";
            case WAITING ->
                "between cycles: "
                        + loop.nextRun()
                                .map(at -> "next at " + at.truncatedTo(ChronoUnit.MILLIS))
                                .orElse("none is due by the schedule");
        };
    }
}
