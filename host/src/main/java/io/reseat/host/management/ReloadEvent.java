package io.reseat.host.management;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A reload for Java Flight Recorder, from its start until it is over. Filled by {@link FlightRecords}. */
@Name("io.reseat.Reload")
@Label("Reload")
@Category("Reseat")
@Description("A task was taken from one generation to the next, or was not; lasts until what it replaced is let go")
@StackTrace(false)
final class ReloadEvent extends Event {
    @Label("Task")
    String task = "";

    @Label("From Generation")
    long fromGeneration;

    @Label("To Generation")
    @Description("As people see it: 7, 7.1 or 8 (from 5)")
    String toGeneration = "";

    @Label("Outcome")
    @Description("RELOADED, REFUSED, ROLLED_BACK, …, or GAVE_WAY where something else took its place first")
    String outcome = "";

    @Label("Requester")
    String requester = "";

    @Label("Reason")
    String reason = "";

    @Label("Notice")
    @Description("From when the change was first seen or asked for, less staging")
    @Timespan(Timespan.NANOSECONDS)
    long notice;

    @Label("Stage")
    @Timespan(Timespan.NANOSECONDS)
    long stage;

    @Label("Plan")
    @Timespan(Timespan.NANOSECONDS)
    long plan;

    @Label("Build")
    @Timespan(Timespan.NANOSECONDS)
    long build;

    @Label("Drain")
    @Timespan(Timespan.NANOSECONDS)
    long drain;

    @Label("Swap")
    @Timespan(Timespan.NANOSECONDS)
    long swap;

    @Label("Overlap")
    @Description("Until the cycle of what was replaced had ended beside the new one")
    @Timespan(Timespan.NANOSECONDS)
    long overlap;

    @Label("Probation")
    @Timespan(Timespan.NANOSECONDS)
    long probation;

    @Label("Commit")
    @Name("commit")
    @Timespan(Timespan.NANOSECONDS)
    long commitment;

    @Label("Let Go")
    @Description("Until the loader of what was replaced was closed")
    @Timespan(Timespan.NANOSECONDS)
    long letGo;
}
