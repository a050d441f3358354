package io.reseat.host.reconcile;

import io.reseat.host.config.TaskFiles;
import io.reseat.host.lifecycle.Builder;
import io.reseat.host.lifecycle.TaskServices;
import io.reseat.host.model.TaskName;
import io.reseat.host.store.ArtifactStore;
import io.reseat.host.store.DataDirectory;
import io.reseat.host.store.GenerationNumbers;
import io.reseat.host.store.History;
import io.reseat.host.store.TaskMemory;
import java.util.function.BiConsumer;

/**
 * What every seat works with.
 *
 * @param owner the owner thread
 * @param disk runs what waits for the disk, in order
 * @param backlog of what the disk did not take
 * @param services clock, memory and deadlines of generations
 * @param memory what is kept of tasks
 * @param builder of generations
 * @param realms of plugins
 * @param lanes that bound how much is built at once
 * @param numbers of generations
 * @param data folders of tasks
 * @param artifacts staged plugins
 * @param history of tasks
 * @param parser of task files that are no longer there
 * @param journal of what happened
 * @param quarantine of generations that were left alone
 * @param stagings of plugins, how long each took
 * @param again looks at a task once more, for this cause
 */
record Shop(
        OwnerThread owner,
        DiskThread disk,
        Backlog backlog,
        TaskServices services,
        TaskMemory memory,
        Builder builder,
        Realms realms,
        Lanes lanes,
        GenerationNumbers numbers,
        DataDirectory data,
        ArtifactStore artifacts,
        History history,
        TaskFiles parser,
        Journal journal,
        Quarantine quarantine,
        StagingTimes stagings,
        BiConsumer<TaskName, String> again) {}
