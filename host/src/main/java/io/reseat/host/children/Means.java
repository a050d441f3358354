package io.reseat.host.children;

import io.reseat.host.children.Children.Setup;
import io.reseat.host.model.ProcessOptions;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What all children of a host have in common.
 *
 * @param setup what the host gave
 * @param tuning how long they are waited for
 * @param marker of all children of this host; that of one adds its number
 * @param executor threads for what takes time
 * @param log where what concerns them is logged
 * @param processes what must not outlive the host
 * @param command gives the command line for a new child
 */
record Means(
        Setup setup,
        Tuning tuning,
        String marker,
        Executor executor,
        Processes processes,
        LogLines log,
        Function<ProcessOptions, JvmCommand> command) {
    /** Where a JVM reports a crash. */
    Path logs() {
        return setup.home().resolve("logs");
    }
}
