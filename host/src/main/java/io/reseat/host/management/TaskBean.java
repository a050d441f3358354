package io.reseat.host.management;

import io.reseat.host.model.TaskName;
import io.reseat.host.reconcile.Control.ReloadOptions;
import java.util.List;
import javax.management.ObjectName;

/** A task's bean: its {@link TaskAttributes}, and what can be asked of it. Called by the threads of JMX. */
final class TaskBean extends TaskAttributes {
    TaskBean(ObjectName name, TaskName task, Shared shared) {
        super(name, task, shared);
    }

    @Override
    public List<HistoryRow> getHistory() {
        return shared.operations().history(task.value());
    }

    @Override
    public String restartTask() {
        return Texts.of(shared.operations().restart("restartTask", task.value(), false));
    }

    @Override
    public String restartWithoutState() {
        return Texts.of(shared.operations().restart("restartWithoutState", task.value(), true));
    }

    @Override
    public String reloadConfig() {
        return Texts.of(shared.operations().reload("reloadConfig", task.value(), ReloadOptions.PLAIN));
    }

    @Override
    public String pause() {
        return Texts.of(shared.operations().pause("pause", task.value()));
    }

    @Override
    public String resume() {
        return Texts.of(shared.operations().resume("resume", task.value()));
    }

    @Override
    public String rollback(long generation) {
        return Texts.of(shared.operations().rollback("rollback", task.value(), generation));
    }

    @Override
    public String history() {
        return Texts.history(new PastOfTask(task.value(), getGenerationLabel(), getHistory(), getHeldContents()));
    }

    @Override
    public String runNow() {
        return Texts.of(shared.operations().runNow("runNow", task.value()));
    }

    @Override
    public String stacks() {
        return "stacks " + task + ":\n" + shared.operations().stacks(task.value());
    }
}
