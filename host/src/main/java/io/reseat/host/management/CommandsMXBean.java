package io.reseat.host.management;

import static javax.management.MBeanOperationInfo.ACTION;
import static javax.management.MBeanOperationInfo.INFO;

import java.util.List;

/**
 * {@code io.reseat:type=Commands}: what {@code bin/reseat} calls. The same operations as those of {@link HostMXBean}, with
 * their options and with values as answers instead of texts.
 */
@Description("What bin/reseat calls: the host's operations with all their options and structured answers")
public interface CommandsMXBean {
    @Effect(INFO)
    @Description("Shows the host with all its tasks at one moment")
    HostRow status();

    @Effect(INFO)
    @Description("Shows one task with its config, metrics, warnings and newest reports")
    TaskDetail task(@Named(value = "task", description = "The task's name") String task);

    @Effect(ACTION)
    @Description("Looks at the files of one task, or of all, again and takes what changed")
    Reply reload(
            @Named(value = "task", description = "The task's name; empty for all") String task,
            @Named(value = "force", description = "Try again what was refused or held with the same content")
                    boolean force,
            @Named(value = "confirmRemovals", description = "Carry out a mass removal that is held")
                    boolean confirmRemovals);

    @Effect(ACTION)
    @Description("Puts the files of a directory in place as one change")
    Reply apply(@Named(value = "directory", description = "An absolute path on the host's machine") String directory);

    @Effect(ACTION)
    @Description("Looks again and builds a new generation even if nothing changed")
    Reply restart(
            @Named(value = "task", description = "The task's name") String task,
            @Named(value = "withoutState", description = "Start without state; what was saved is set aside on the disk")
                    boolean withoutState);

    @Effect(ACTION)
    @Description("Runs no more cycles until the task is resumed")
    Reply pause(@Named(value = "task", description = "The task's name") String task);

    @Effect(ACTION)
    @Description("Ends a pause, or takes up a task that gave up or is completed")
    Reply resume(@Named(value = "task", description = "The task's name") String task);

    @Effect(ACTION)
    @Description("Runs one cycle now")
    Reply runNow(@Named(value = "task", description = "The task's name") String task);

    @Effect(ACTION)
    @Description("Brings an older generation's content back as a new generation, and holds what the files want")
    Reply rollback(
            @Named(value = "task", description = "The task's name") String task,
            @Named(
                            value = "generation",
                            description = "From the task's history; 0 for the newest proved one of another content")
                    long generation,
            @Named(value = "withoutState", description = "Start without state; what was saved is set aside on the disk")
                    boolean withoutState);

    @Effect(INFO)
    @Description("Shows a task's past as it is kept on disk, and what is held")
    PastOfTask history(@Named(value = "task", description = "The task's name") String task);

    @Effect(INFO)
    @Description("Says what a reload would do now")
    List<ActionRow> plan();

    @Effect(INFO)
    @Description("Shows what a task's threads do")
    String stacks(@Named(value = "task", description = "The task's name") String task);
}
