package io.reseat.host.plan;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import java.util.List;
import java.util.Optional;

/** What is to be done for one task. */
public sealed interface Action {
    /** Why, one sentence for people. */
    String reason();

    /** What the live generation runs by from now on; empty where the action is about something else. */
    default Optional<TaskSpec> runningSpec() {
        return Optional.empty();
    }

    /** The same as people see it in a plan. */
    default PlannedAction shown(TaskName task) {
        return new PlannedAction(task, kind(), reason(), swap(), details());
    }

    /** How it would take the place of what runs, as of {@link ExpectedSwap}. */
    default String swap() {
        return ExpectedSwap.NONE;
    }

    /** What follows from it, a line each, for people. */
    default List<String> details() {
        return List.of();
    }

    /** What kind of action it is. */
    PlannedAction.Kind kind();

    /** The task's file is gone. */
    record Remove(String reason) implements Action {
        @Override
        public PlannedAction.Kind kind() {
            return PlannedAction.Kind.REMOVE;
        }
    }

    /** The task is there and must not run. */
    record Disable(TaskSpec spec, String reason) implements Action {
        @Override
        public PlannedAction.Kind kind() {
            return PlannedAction.Kind.DISABLE;
        }
    }

    /**
     * A generation is built, or the live one takes the config.
     *
     * @param way how that is done
     * @param swap the same for people
     * @param changes what differs from what runs, a line each, without secrets
     */
    record Build(TaskSpec spec, Artifact artifact, Way way, String reason, String swap, List<String> changes)
            implements Action {
        public Build {
            changes = List.copyOf(changes);
        }

        @Override
        public PlannedAction.Kind kind() {
            return switch (way) {
                case FIRST -> PlannedAction.Kind.START;
                case IN_PLACE -> PlannedAction.Kind.RECONFIGURE;
                case REPLACE, OVERLAP -> PlannedAction.Kind.RELOAD;
            };
        }

        @Override
        public List<String> details() {
            return changes;
        }

        /** What it would make. */
        public BuildKey key() {
            return BuildKey.of(spec, artifact);
        }
    }

    /** How a content comes to run. */
    enum Way {
        /** Nothing runs that it would take the place of. */
        FIRST,
        /** The live generation takes the config. */
        IN_PLACE,
        /** The old generation is closed before the new one starts. */
        REPLACE,
        /** The new generation is well before the old one is stopped. */
        OVERLAP
    }

    /** Nothing runs, and what the files want cannot: the last good generation runs again. */
    record RunLastGood(Actual.LastGood good, List<Problem> problems, String reason) implements Action {
        @Override
        public PlannedAction.Kind kind() {
            return PlannedAction.Kind.RUN_LAST_GOOD;
        }
    }

    /** The running generation takes another schedule, timeout or policy. */
    record Apply(TaskSpec spec, String reason) implements Action {
        @Override
        public PlannedAction.Kind kind() {
            return PlannedAction.Kind.APPLY;
        }

        @Override
        public String swap() {
            return ExpectedSwap.LIVE;
        }

        @Override
        public Optional<TaskSpec> runningSpec() {
            return Optional.of(spec);
        }
    }

    /** Something that the task needs is missing or still being written. */
    record Wait(String reason) implements Action {
        @Override
        public PlannedAction.Kind kind() {
            return PlannedAction.Kind.WAIT;
        }
    }

    /** The same content failed before, or the removal needs a word of an operator. */
    record Hold(String reason) implements Action {
        @Override
        public PlannedAction.Kind kind() {
            return PlannedAction.Kind.HOLD;
        }
    }

    /** The task's file has problems. */
    record Refuse(List<Problem> problems, String reason) implements Action {
        @Override
        public PlannedAction.Kind kind() {
            return PlannedAction.Kind.REFUSE;
        }
    }

    /** What runs is what is wanted. */
    record Keep(TaskSpec spec, String reason) implements Action {
        @Override
        public PlannedAction.Kind kind() {
            return PlannedAction.Kind.KEEP;
        }

        @Override
        public Optional<TaskSpec> runningSpec() {
            return Optional.of(spec);
        }
    }
}
