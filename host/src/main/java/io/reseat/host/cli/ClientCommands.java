package io.reseat.host.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** All commands of this package by their names, in the order of the help. Each is made when it is asked for. */
public final class ClientCommands {
    private ClientCommands() {}

    /** Name to maker of the annotated object; the caller may change the map. */
    public static Map<String, Supplier<Object>> all() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("status", StatusCommand::new);
        commands.put("plan", PlanCommand::new);
        commands.put("apply", ApplyCommand::new);
        commands.put("reload", ReloadCommand::new);
        commands.put("restart", RestartCommand::new);
        commands.put("pause", TaskCommands.Pause::new);
        commands.put("resume", TaskCommands.Resume::new);
        commands.put("run-now", TaskCommands.RunNow::new);
        commands.put("rollback", RollbackCommand::new);
        commands.put("history", HistoryCommand::new);
        commands.put("stacks", StacksCommand::new);
        for (String later : new String[] {"logs", "leaks", "user"}) {
            commands.put(later, NotBuiltCommand::new);
        }
        return commands;
    }
}
