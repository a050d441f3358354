package io.reseat.host.plan;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.SwapKind;
import io.reseat.host.model.TaskSpec;

/**
 * How a change would come to run, as people see it in a plan: the way first, then what it means or depends on. What a
 * plugin can do is known of a generation that runs; of another plugin it is known once that is built.
 */
public final class ExpectedSwap {
    /** Nothing runs that a new generation would take the place of, or nothing is built. */
    public static final String NONE = "";

    /** What applies live. */
    public static final String LIVE = "live, the running generation goes on with it";

    private static final String REPLACE = "replace, the old generation ends before the new one starts";

    private ExpectedSwap() {}

    /** Of what runs. */
    static String of(Action.Way way, TaskSpec spec, Artifact artifact, Actual actual) {
        if (actual.live().isEmpty() || actual.built().isEmpty()) {
            return NONE;
        }
        boolean another = !actual.built().get().artifact().digest().equals(artifact.digest());
        return switch (way) {
            case FIRST -> NONE;
            case IN_PLACE -> "in place, the running generation takes the config";
            case OVERLAP ->
                another
                        ? "overlap, if " + artifact.label() + " allows it as well, else replace"
                        : "overlap, the new generation runs before the old one ends";
            case REPLACE -> asksForOverlap(spec) ? "replace, what runs does not allow overlap" : REPLACE;
        };
    }

    /**
     * Of what ran, where no host runs: what its instance could do is not known.
     *
     * @param overlaps whether the type that is wanted may run twice at once, if it has no state to hand over
     */
    public static String ofStopped(TaskSpec spec, Artifact artifact, Actual.Built ran, boolean overlaps) {
        String swap = stopped(spec, artifact, ran, overlaps);
        boolean inPlace = !(spec.schedule() instanceof Schedule.Once)
                && BuildKey.of(spec, artifact).differsInConfigAlone(ran.key())
                && Planner.staysOfItsKind(ran, spec);
        return inPlace ? "in place, if the task is Reconfigurable, else " + swap : swap;
    }

    private static String stopped(TaskSpec spec, Artifact artifact, Actual.Built ran, boolean overlaps) {
        if (!asksForOverlap(spec)) {
            return "replace";
        } else if (!overlaps) {
            return "replace, " + artifact.label() + " does not allow overlap";
        }
        boolean another = !ran.artifact().digest().equals(artifact.digest());
        return "overlap, if " + (another ? ran.artifact().label() + " allows it as well and " : "")
                + "the task is not Stateful, else replace";
    }

    /** A once task is always replaced. */
    private static boolean asksForOverlap(TaskSpec spec) {
        return spec.reload().swap() == SwapKind.OVERLAP && !(spec.schedule() instanceof Schedule.Once);
    }
}
