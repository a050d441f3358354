package io.reseat.host.lifecycle;

import io.reseat.host.binding.BindingException;
import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.model.Problem;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A step of a generation failed. Text alone: no exception of a plugin is its cause. */
public final class GenerationFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;
    private final String stack;
    private final Cause cause;

    /** What is to blame. */
    private enum Cause {
        CONTENT,
        /** The content, which does not take this state. */
        VETO,
        HOST,
        /** Nobody that is known: the child JVM that it was to happen in is gone. */
        LOSS,
        /** The state of what runs, which has nothing to do with the content. */
        STATE,
        /** The content, by a call that heeds no interrupt. */
        HANGS
    }

    GenerationFailure(String message, List<Problem> problems, String stack) {
        this(message, problems, stack, Cause.CONTENT);
    }

    private GenerationFailure(String message, List<Problem> problems, String stack, Cause cause) {
        super(message, null, false, false);
        this.problems = List.copyOf(problems);
        this.stack = stack;
        this.cause = cause;
    }

    /** A call that heeds no interrupt, so that its thread was left alone. */
    static GenerationFailure leftAlone(String message, String stack) {
        return new GenerationFailure(message, List.of(), stack, Cause.HANGS);
    }

    /** A failure that the host itself found. */
    public static GenerationFailure saying(String message) {
        return new GenerationFailure(message, List.of(), "");
    }

    /** The host could not do its part, with its disk for example: the same content may well run when that is mended. */
    public static GenerationFailure ofHost(String message) {
        return new GenerationFailure(message, List.of(), "", Cause.HOST);
    }

    /** The child JVM in which it was to happen is gone, through something else. */
    static GenerationFailure ofLoss(String message) {
        return new GenerationFailure(message, List.of(), "", Cause.LOSS);
    }

    /** What runs does not hand over its state: the same content may well be swapped in when it does. */
    static GenerationFailure ofState(long running, @Nullable Throwable thrown) {
        GenerationFailure failure = of("saveState", thrown);
        String message = "generation " + running + " does not hand over its state: " + failure.text()
                + PluginFailure.placeIn(failure.stack)
                        .map(place -> ", at " + place)
                        .orElse("");
        return new GenerationFailure(message, failure.problems, failure.stack, Cause.STATE);
    }

    /** A config that does not fit its record. */
    static GenerationFailure unbound(List<Problem> problems) {
        return new GenerationFailure("its config does not fit: " + problems.get(0), problems, "");
    }

    /** From whatever a stage completed with; null if it completed with nothing at all. */
    public static GenerationFailure of(String step, @Nullable Throwable thrown) {
        if (thrown == null) {
            return saying(step + " failed and left no error");
        }
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure instanceof GenerationFailure known) {
            return known;
        } else if (failure instanceof BindingException unbound) {
            return unbound(unbound.problems());
        } else if (failure instanceof PluginFailure plugin) {
            return new GenerationFailure(step + " failed: " + plugin.detail(), List.of(), plugin.stack());
        }
        return new GenerationFailure(
                step + " failed: " + failure,
                List.of(),
                PluginFailure.of(step, failure).stack());
    }

    /** What failed, for people. */
    public String text() {
        return Objects.requireNonNullElse(getMessage(), "");
    }

    /** Places in the task's file, where the failure has some. */
    public List<Problem> problems() {
        return problems;
    }

    /** Whether the plugin or its config is to blame, so that trying the same again is useless. */
    public boolean ofContent() {
        return cause == Cause.CONTENT || cause == Cause.VETO || cause == Cause.HANGS;
    }

    /** Whether the state of what runs is to blame. */
    public boolean ofState() {
        return cause == Cause.STATE;
    }

    /** Whether the child JVM is gone through something else: the same may well go in another one. */
    public boolean isLoss() {
        return cause == Cause.LOSS;
    }

    /** The same as a veto of a state, unless it hangs. */
    public GenerationFailure ofRestore() {
        return cause == Cause.CONTENT ? new GenerationFailure(text(), problems, stack, Cause.VETO) : this;
    }

    /** Whether another state may be taken where this one was not. */
    public boolean isVeto() {
        return cause == Cause.VETO;
    }

    /** The same with what can be done about it. */
    public GenerationFailure with(String remedy) {
        return new GenerationFailure(text() + remedy, problems, stack, cause);
    }

    /** Whether it left a thread behind that heeds no interrupt. */
    public boolean hangs() {
        return cause == Cause.HANGS;
    }

    /** The stack as text; may be empty. */
    public String stack() {
        return stack;
    }
}
