package io.reseat.host.lifecycle;

import io.reseat.host.model.TaskName;

/** Hears of the processes that tasks start through their context: none of them may outlive the host. Quick, from any thread. */
public interface ProcessWatch {
    /** For a home of which nobody watches the processes. */
    ProcessWatch NONE = new ProcessWatch() {
        @Override
        public void started(TaskName task, ProcessHandle process) {}

        @Override
        public void ended(ProcessHandle process) {}
    };

    /** A task started a process. */
    void started(TaskName task, ProcessHandle process);

    /** It ended, or was ended. */
    void ended(ProcessHandle process);
}
