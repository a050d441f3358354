package io.reseat.host.model;

/** The id of a plugin, from its manifest's {@code Plugin-Id} or its file's name. */
public record PluginId(String value) implements Comparable<PluginId> {
    /** @throws IllegalArgumentException if the id does not match {@code [A-Za-z0-9_.-]+} */
    public PluginId {
        Names.check("plugin", value);
        value = value.intern(); // one plugin may have thousands of tasks
    }

    @Override
    public int compareTo(PluginId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
