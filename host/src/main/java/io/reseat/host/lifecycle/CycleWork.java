package io.reseat.host.lifecycle;

import io.reseat.api.Task;
import io.reseat.host.isolation.CallThreads;
import io.reseat.host.model.TaskName;
import java.util.Optional;

/**
 * What a {@link CycleLoop} runs, and with what.
 *
 * @param task whose cycles these are, or what stands for it here
 * @param saves how the state of the task is saved between cycles; empty for one without state
 * @param name of the task
 * @param label of the generation, for messages
 * @param threads where cycles run
 * @param clock by which they are due
 * @param counters of the task
 * @param listener told what came of them
 */
record CycleWork(
        Task task,
        Optional<PeriodicSave.Saves> saves,
        TaskName name,
        String label,
        CallThreads threads,
        HostClock clock,
        CycleCounters counters,
        CycleListener listener) {}
