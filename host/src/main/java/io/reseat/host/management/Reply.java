package io.reseat.host.management;

import java.util.List;

/**
 * What an operation on tasks led to, as an open type.
 *
 * @param operation its name, with the task's where there was one
 * @param ok whether all of it was done
 * @param finished false if it still runs after the longest time that a caller is kept waiting
 * @param summary one line for people
 * @param reports one for each task
 */
public record Reply(String operation, boolean ok, boolean finished, String summary, List<ReportRow> reports) {}
