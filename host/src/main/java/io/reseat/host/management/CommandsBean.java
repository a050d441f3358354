package io.reseat.host.management;

import io.reseat.host.model.TaskName;
import io.reseat.host.reconcile.Control.ReloadOptions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** What the command line calls. Keeps nothing. */
final class CommandsBean extends DescribedBean implements CommandsMXBean {
    private final HostBean host;
    private final Operations operations;

    CommandsBean(HostBean host, Operations operations) {
        super(CommandsMXBean.class);
        this.host = host;
        this.operations = operations;
    }

    @Override
    public HostRow status() {
        return host.row();
    }

    @Override
    public TaskDetail task(String task) {
        return host.task(new TaskName(task), operations);
    }

    @Override
    public Reply reload(String task, boolean force, boolean confirmRemovals) {
        ReloadOptions options = new ReloadOptions(force, confirmRemovals);
        return task.isEmpty() ? operations.reloadAll("reload", options) : operations.reload("reload", task, options);
    }

    @Override
    public Reply apply(String directory) {
        return operations.apply("apply", absolute(directory));
    }

    private static Path absolute(String directory) {
        try {
            Path path = Path.of(directory);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("apply: '" + directory + "' is no path on the host's machine", e);
        }
        throw new IllegalArgumentException(
                "apply: '" + directory + "' is not absolute; the host has another directory");
    }

    @Override
    public Reply restart(String task, boolean withoutState) {
        return operations.restart("restart", task, withoutState);
    }

    @Override
    public Reply pause(String task) {
        return operations.pause("pause", task);
    }

    @Override
    public Reply resume(String task) {
        return operations.resume("resume", task);
    }

    @Override
    public Reply runNow(String task) {
        return operations.runNow("run-now", task);
    }

    @Override
    public Reply rollback(String task, long generation, boolean withoutState) {
        return operations.rollback("rollback", task, generation, withoutState);
    }

    @Override
    public PastOfTask history(String task) {
        return host.past(task, operations);
    }

    @Override
    public List<ActionRow> plan() {
        return operations.plan();
    }

    @Override
    public String stacks(String task) {
        return operations.stacks(task);
    }
}
