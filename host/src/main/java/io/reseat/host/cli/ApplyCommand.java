package io.reseat.host.cli;

import io.reseat.host.management.CommandsMXBean;
import io.reseat.host.management.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code reseat apply DIR}: several files as one change. */
@Command(
        name = "apply",
        description = {
            "Put the files of a directory in place as one change.",
            "*.yaml, *.yml and *.json (also below tasks/ or conf/tasks/) become tasks, JARs and folders (also below "
                    + "plugins/) become plugins. The directory is only read."
        })
final class ApplyCommand extends ReplyCommand {
    @Parameters(paramLabel = "DIR", description = "A directory on the host's machine.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path directory;

    @Override
    Reply operate(CommandsMXBean commands) {
        if (!Files.isDirectory(directory)) {
            throw new CommandFailure(directory + " is no directory");
        }
        try {
            return commands.apply(directory.toRealPath().toString());
        } catch (IOException e) {
            throw new CommandFailure(directory + " cannot be read: " + e.getMessage(), e);
        }
    }
}
