package io.reseat.host.reconcile;

import io.reseat.host.model.TaskName;
import java.util.Collection;
import java.util.stream.Collectors;

/** A task was named that does not exist; the message lists those that do. */
public final class UnknownTaskException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 20;

    UnknownTaskException(String name, Collection<TaskName> known) {
        super("no task '" + name + "'; there are: "
                + known.stream().sorted().limit(MOST).map(TaskName::value).collect(Collectors.joining(", "))
                + (known.size() > MOST ? " and " + (known.size() - MOST) + " more" : known.isEmpty() ? "none" : ""));
    }
}
