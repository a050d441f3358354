package io.reseat.host.cli;

import io.reseat.host.management.ActionRow;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code reseat plan}: what a reload would do now. */
@Command(name = "plan", description = "Say what a reload would do now; changes nothing.")
final class PlanCommand extends ClientCommand {
    @Override
    int ask(RunningHost host) {
        List<ActionRow> actions = host.commands().plan();
        if (json()) {
            Json.print(out(), actions);
        } else {
            print(actions);
        }
        return OK;
    }

    private void print(List<ActionRow> actions) {
        List<ActionRow> changes =
                actions.stream().filter(action -> !action.kind().equals("KEEP")).toList();
        for (ActionRow action : changes) {
            String kind = action.kind().toLowerCase(Locale.ROOT).replace('_', ' ');
            out().println(action.task() + ": " + kind + (action.reason().isEmpty() ? "" : ", " + action.reason()));
            action.lines().forEach(line -> out().println("    " + line));
        }
        int kept = actions.size() - changes.size();
        out().println(kept + (kept == 1 ? " task stays as it is" : " tasks stay as they are"));
    }
}
