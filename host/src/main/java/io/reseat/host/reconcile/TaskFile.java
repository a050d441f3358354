package io.reseat.host.reconcile;

import io.reseat.host.config.Parsed;
import io.reseat.host.config.TaskFiles;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;

/** One file of the tasks' tree as it was taken. Immutable. */
final class TaskFile {
    private static final byte[] NOT_KEPT = {};

    private final TaskName name;
    private final String shown;
    private final byte[] content;
    private final Parsed<TaskSpec> parsed;
    private final long seen;

    private TaskFile(TaskName name, String shown, byte[] content, Parsed<TaskSpec> parsed, long seen) {
        this.name = name;
        this.shown = shown;
        this.content = content;
        this.parsed = parsed;
        this.seen = seen;
    }

    /**
     * Parses a file. Its bytes are kept only where it refers to other files, which may change alone.
     *
     * @param shown the file, as an operator would write it
     * @param content not changed by anybody any more
     */
    static TaskFile parse(TaskFiles parser, TaskName name, String shown, byte[] content) {
        long seen = System.nanoTime();
        Parsed<TaskSpec> parsed = parser.parse(shown, name, content);
        return new TaskFile(name, shown, parsed.references().isEmpty() ? NOT_KEPT : content, parsed, seen);
    }

    /** The same file where another one changed that it {@linkplain Parsed#references refers} to. */
    TaskFile parsedAgain(TaskFiles parser) {
        return parse(parser, name, shown, content);
    }

    TaskName name() {
        return name;
    }

    String shown() {
        return shown;
    }

    /** When it was read, as {@link System#nanoTime}. */
    long seen() {
        return seen;
    }

    Parsed<TaskSpec> parsed() {
        return parsed;
    }
}
