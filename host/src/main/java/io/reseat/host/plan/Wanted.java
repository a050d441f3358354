package io.reseat.host.plan;

import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskSpec;
import java.util.List;

/** What the file of a task wants. */
public sealed interface Wanted {
    /** A good file. */
    record Task(TaskSpec spec) implements Wanted {}

    /** A file with problems: what runs goes on. */
    record Broken(List<Problem> problems) implements Wanted {
        public Broken {
            problems = List.copyOf(problems);
        }
    }
}
