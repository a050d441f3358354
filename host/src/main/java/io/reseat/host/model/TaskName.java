package io.reseat.host.model;

/** The name of a task: its file's name without the ending. Fit for an ObjectName without quotes. */
public record TaskName(String value) implements Comparable<TaskName> {
    /** @throws IllegalArgumentException if the name does not match {@code [A-Za-z0-9_.-]+} */
    public TaskName {
        Names.check("task", value);
    }

    @Override
    public int compareTo(TaskName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
