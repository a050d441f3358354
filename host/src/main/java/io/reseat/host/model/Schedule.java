package io.reseat.host.model;

import java.time.Duration;
import java.time.ZoneId;

/** When the cycles of a task run. */
public sealed interface Schedule {
    /** At a fixed rate: a cycle starts each period; one that is late starts at once and the rate goes on from there. */
    record Every(Duration period) implements Schedule {}

    /** With a pause of this length between the end of a cycle and the start of the next. */
    record Delay(Duration pause) implements Schedule {}

    /**
     * By a cron expression of five fields (Unix) or six (with seconds first, as Quartz and Spring have it).
     *
     * @param expression a valid one
     * @param zone the zone that its times are meant in
     */
    record Cron(String expression, ZoneId zone) implements Schedule {}

    /** One cycle after another without a pause. */
    record Continuous() implements Schedule {}

    /** One cycle for each config digest. */
    record Once() implements Schedule {}

    /** One call of {@code run()} that lasts until it is told to stop. */
    record Service() implements Schedule {}
}
