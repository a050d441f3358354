package io.reseat.host;

import io.reseat.host.cli.HomeOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code run}, {@code run --home DIR} and {@code run --allow-shared-home} without picocli, whose start takes longer
 * than that of the host's own classes. Whatever else is said is picocli's to read, help and mistakes included. Stateless.
 */
final class PlainRun {
    private static final String HOME = "--home";

    private PlainRun() {}

    /** The command, if the arguments are so plain. */
    static Optional<RunCommand> of(String... arguments) {
        if (arguments.length == 0 || !arguments[0].equals("run")) {
            return Optional.empty();
        }
        @Nullable Path home = null;
        boolean shared = false;
        for (int i = 1; i < arguments.length; i++) {
            String argument = arguments[i];
            boolean valueFollows = argument.equals(HOME) && i + 1 < arguments.length;
            if (argument.equals("--allow-shared-home") && !shared) {
                shared = true;
            } else if (home == null && valueFollows && !arguments[i + 1].startsWith("-")) {
                home = Path.of(arguments[++i]);
            } else if (home == null && argument.startsWith(HOME + "=") && argument.length() > HOME.length() + 1) {
                home = Path.of(argument.substring(HOME.length() + 1));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new RunCommand(new HomeOption(home), shared));
    }
}
