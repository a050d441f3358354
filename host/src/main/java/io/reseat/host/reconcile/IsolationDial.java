package io.reseat.host.reconcile;

import io.reseat.host.children.ChildRealm;
import io.reseat.host.lifecycle.Generation;
import io.reseat.host.model.OnStuck;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.plan.Actual;
import io.reseat.host.plan.BuildKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves a task with {@code on-stuck: process} to a child JVM once a generation of it heeds no interrupt. Confined to the
 * owner thread.
 *
 * <p>What the file says stays in the {@link Order}: the content is the same, so no look wants to move the task back. It
 * ends with another content, and with a restart that an operator asks for.
 */
final class IsolationDial {
    private final SeatView view;
    private final TaskLog log;
    private @Nullable Move move;
    private @Nullable Move earlier;

    IsolationDial(SeatView view, TaskLog log) {
        this.view = view;
        this.log = log;
    }

    /** @param generation the one that was stuck */
    private record Move(BuildKey content, long generation) {}

    /** Whether it ends with a JVM of its own, and so leaves no thread behind. */
    static boolean inChild(Generation generation) {
        return generation.realm() instanceof ChildRealm;
    }

    /** A generation heeds no interrupt: what follows it is not built in the child JVM that it takes along. */
    static void avoid(Generation generation) {
        if (generation.realm() instanceof ChildRealm child) {
            child.avoid();
        }
    }

    /** A generation heeds no interrupt: why its successor is built in a child JVM; empty if it is built where it was. */
    Optional<String> stuck(Generation generation, Optional<Actual.Built> built) {
        if (generation.spec().onStuck() != OnStuck.PROCESS || built.isEmpty()) {
            return Optional.empty();
        }
        BuildKey content = BuildKey.of(built.get().spec(), built.get().artifact());
        if (inChild(generation)) { // it may have taken another config in place, and is moved all the same
            move = move == null ? null : new Move(content, move.generation());
            return Optional.empty();
        }
        move = new Move(content, generation.number());
        return Optional.of(text(generation.number()));
    }

    /** What a realm is opened for: as the file has it, or in a child JVM. */
    TaskSpec specFor(Order order) {
        return moveFor(order).isPresent() ? order.spec().withRunner(RunnerKind.PROCESS) : order.spec();
    }

    /** Nothing runs, and what is tried again was to bring the task back: it is, to its thread. */
    void triedAgain(Order order) {
        if (order.kind() == Order.Kind.RESTART) {
            move = null;
            earlier = null;
        }
    }

    /**
     * A generation is in place: says once that the task was moved, and for how long it stays so.
     *
     * @return the reason of the order for the history, with that of the move where it was moved now
     */
    String tookPlace(Order order, Generation next) {
        Optional<Move> now = moveFor(order);
        earlier = order.kind() == Order.Kind.RESTART ? null : now.isEmpty() && move != null ? move : earlier;
        move = now.orElse(null);
        boolean moved = now.isPresent() && inChild(next);
        boolean isNew = view.moved(moved ? text(now.get().generation()) : "");
        if (!moved || !isNew) {
            return order.reason();
        }
        String why = text(now.get().generation());
        log.warn(why);
        return order.reason().contains(why) ? order.reason() : order.reason() + "; " + why;
    }

    /** What failed and gave way to the content before takes nothing from that. */
    private Optional<Move> moveFor(Order order) {
        if (order.kind() == Order.Kind.RESTART || order.spec().onStuck() != OnStuck.PROCESS) {
            return Optional.empty();
        }
        return Optional.ofNullable(move)
                .filter(one -> one.content().equals(order.key()))
                .or(() -> Optional.ofNullable(earlier)
                        .filter(one -> order.goesBack() && one.content().equals(order.key())));
    }

    private String text(long generation) {
        return "moved to a child JVM, because generation " + generation
                + " heeds no interrupt (on-stuck: process); back to its thread with: reseat restart " + view.name();
    }
}
