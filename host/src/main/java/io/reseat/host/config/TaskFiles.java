package io.reseat.host.config;

import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the files of {@code conf/tasks}. Used from one thread. */
public final class TaskFiles {
    private final Function<String, @Nullable String> environment;
    private final byte[] digestKey;
    private final Path home;

    /**
     * @param environment looks up the variables of {@code ${…}}; null for one that is not set
     * @param digestKey 32 bytes that only this home has, so that a config digest cannot be used to guess a secret
     * @param home the directory that relative paths of {@code ${file:…}} are taken from
     */
    public TaskFiles(Function<String, @Nullable String> environment, byte[] digestKey, Path home) {
        this.environment = environment;
        this.digestKey = digestKey.clone();
        this.home = home.toAbsolutePath().normalize();
    }

    /**
     * Reads one task.
     *
     * @param shownFile the file as problems name it; its ending says whether it is YAML or JSON
     * @param name the task's name
     * @param content the file's bytes
     */
    public Parsed<TaskSpec> parse(String shownFile, TaskName name, byte[] content) {
        throw new UnsupportedOperationException(
                shownFile + name + environment + home + content.length + digestKey.length);
    }
}
