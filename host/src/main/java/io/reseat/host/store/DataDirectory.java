package io.reseat.host.store;

import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder {@code data} of a home, private to the user who runs the host.
 *
 * @param root {@code data}
 */
public record DataDirectory(Path root) {
    /** Makes the folder and its sub-folders where they are missing. */
    public static DataDirectory open(Path home) throws IOException {
        DataDirectory data = new DataDirectory(home.resolve("data"));
        PrivateFiles.folder(data.root);
        for (Path folder : List.of(data.store(), data.state(), data.history(), data.tasks())) {
            PrivateFiles.folder(folder);
        }
        return data;
    }

    /** Staged artifacts. */
    public Path store() {
        return root.resolve("store");
    }

    /** The memory of tasks, and their numbers. */
    public Path state() {
        return root.resolve("state");
    }

    /** Past generations. */
    public Path history() {
        return root.resolve("history");
    }

    /** Files that realms have while they are open, such as native libraries. */
    public Path scratch() {
        return root.resolve("scratch");
    }

    /** Removes what the realms of a killed host left. Called by the one host that has locked the home. */
    public void emptyScratch() throws IOException {
        if (Files.exists(scratch())) {
            Workspace.delete(scratch());
        }
    }

    private Path tasks() {
        return root.resolve("tasks");
    }

    /** A folder of a task's own, made on the first call; kept over reloads and restarts. */
    public Path ofTask(TaskName task) throws IOException {
        Path folder = tasks().resolve(task.value()).normalize();
        if (!tasks().equals(folder.getParent())) {
            throw new IOException("a task named '" + task + "' can have no folder: rename its file");
        }
        if (!PrivateFiles.isPrivate(folder)) { // asked at each reload, so the usual answer costs one look
            PrivateFiles.folder(folder);
        }
        return tasks().resolve(task.value()); // without what a path remembers of what was asked of it
    }

    /**
     * Says where others than the user who runs this process, and root, could change what the host runs: the home, its
     * {@code bin}, {@code conf}, {@code lib} and {@code data}, and the folders of tasks and plugins, with the files in
     * them. Empty where the file system has no POSIX permissions.
     *
     * @param tasks the folder that task files come from
     * @param plugins the folder that plugins come from
     */
    public static List<Problem> sharedHomeProblems(Path home, Path tasks, Path plugins) throws IOException {
        return HomeAccess.problems(home, tasks, plugins);
    }
}
