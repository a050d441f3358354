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
        return new PlannedAction(task, kind(), reason());
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

    /** A generation is built; {@code first} where none runs that it would take the place of. */
    record Build(TaskSpec spec, Artifact artifact, boolean first, String reason) implements Action {
        @Override
        public PlannedAction.Kind kind() {
            return first ? PlannedAction.Kind.START : PlannedAction.Kind.RELOAD;
        }

        /** What it would make. */
        public BuildKey key() {
            return BuildKey.of(spec, artifact);
        }
    }

    /** The running generation takes another schedule, timeout or policy. */
    record Apply(TaskSpec spec, String reason) implements Action {
        @Override
        public PlannedAction.Kind kind() {
            return PlannedAction.Kind.APPLY;
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
