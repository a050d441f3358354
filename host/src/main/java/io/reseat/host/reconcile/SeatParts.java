package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.CycleCounters;
import io.reseat.host.lifecycle.TaskMetrics;
import io.reseat.host.model.TaskName;

/**
 * What the parts of one seat share; counters and metrics outlive generations.
 *
 * @param name of the task
 * @param shop what every seat works with
 * @param counters of cycles
 * @param metrics of the plugin's own
 * @param view what others see
 * @param occupancy what is in the seat
 * @param reports to the view and the journal
 * @param disk what is kept in {@code data/}
 * @param log with the task's name
 * @param dial where it runs after it was stuck
 */
record SeatParts(
        TaskName name,
        Shop shop,
        CycleCounters counters,
        TaskMetrics metrics,
        SeatView view,
        Occupancy occupancy,
        SeatReports reports,
        TaskDisk disk,
        TaskLog log,
        IsolationDial dial) {
    static SeatParts of(TaskName name, Shop shop) {
        CycleCounters counters = new CycleCounters();
        TaskLog log = new TaskLog(name);
        TaskDisk disk = new TaskDisk(name, shop, log);
        SeatView view = new SeatView(name, counters, shop.journal(), log);
        Occupancy occupancy = new Occupancy(view, shop.realms(), disk.paused());
        SeatReports reports = new SeatReports(name, view, occupancy, shop.journal(), disk);
        return new SeatParts(
                name,
                shop,
                counters,
                new TaskMetrics(),
                view,
                occupancy,
                reports,
                disk,
                log,
                new IsolationDial(view, log));
    }
}
