package io.reseat.host.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --home}, mixed into every command that works on a home. Filled by picocli. */
public final class HomeOption {
    /** System property that {@code bin/reseat} sets to the distribution that it lies in. */
    public static final String DISTRIBUTION = "reseat.distribution";

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The home to work on. Default: $RESEAT_HOME, else the distribution that bin/reseat lies in, "
                    + "else the current directory.")
    private @Nullable Path home;

    /** As picocli makes it, which fills it then. */
    public HomeOption() {}

    /** @param home what {@code --home} says, or null if it was left out */
    public HomeOption(@Nullable Path home) {
        this.home = home;
    }

    /** The home, absolute and normalized; it need not exist. */
    public Path home() {
        return home(System::getenv).toAbsolutePath().normalize();
    }

    Path home(UnaryOperator<@Nullable String> environment) {
        Path given = home;
        if (given != null) {
            return given;
        }
        String fromEnvironment = environment.apply("RESEAT_HOME");
        String distribution = System.getProperty(DISTRIBUTION, "");
        try {
            return Path.of(fromEnvironment == null || fromEnvironment.isBlank() ? distribution : fromEnvironment);
        } catch (InvalidPathException e) {
            throw new CommandFailure("RESEAT_HOME is no path: " + e.getMessage(), e);
        }
    }
}
