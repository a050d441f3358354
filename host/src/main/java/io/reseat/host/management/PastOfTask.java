package io.reseat.host.management;

import java.util.List;

/**
 * A task's past as far as it is kept, as an open type.
 *
 * @param task whose
 * @param generation what runs, as people see it; {@code 0} if nothing does
 * @param entries newest first
 * @param held contents that are not tried again, newest first
 */
public record PastOfTask(String task, String generation, List<HistoryRow> entries, List<HeldRow> held) {}
