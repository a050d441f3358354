package io.reseat.host.reconcile;

import io.reseat.host.config.Parsed;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;

/**
 * One file of the tasks' tree as it was taken.
 *
 * @param shown the file, as an operator would write it
 * @param content its bytes, kept only where it refers to other files, which may change alone; else empty
 */
record TaskFile(TaskName name, String shown, byte[] content, Parsed<TaskSpec> parsed) {}
