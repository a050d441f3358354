package io.reseat.host.cli;

import io.reseat.host.management.CommandsMXBean;
import io.reseat.host.management.Reply;

/** A command that does something to tasks and prints what became of each. */
abstract class ReplyCommand extends ClientCommand {
    /** Asks the host; blocks until it is done or takes too long. */
    abstract Reply operate(CommandsMXBean commands);

    @Override
    final int ask(RunningHost host) {
        Reply reply = operate(host.commands());
        if (json()) {
            Json.print(out(), reply);
        } else {
            ReplyText.print(reply, out());
        }
        return reply.ok() ? OK : REFUSED;
    }
}
