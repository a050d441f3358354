package io.reseat.host;

import io.reseat.host.store.Signing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reseat sign}: keys and signatures for {@code trust:}. */
@Command(
        name = "sign",
        description = {
            "Make a key pair, or sign plugins with one.",
            "With 'trust:' in conf/reseat.yaml a host takes signed plugins alone."
        })
final class SignCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Key key;

    @Parameters(arity = "0..*", paramLabel = "PLUGIN", description = "JARs or plugin folders to sign.")
    private List<Path> plugins = List.of();

    /** Either of them. */
    private static final class Key {
        @Option(
                names = "--new-key",
                required = true,
                paramLabel = "FILE",
                description = "Make a key pair: the private key goes to this file, the public one is printed.")
        private @Nullable Path made;

        @Option(names = "--key", required = true, paramLabel = "FILE", description = "The private key to sign with.")
        private @Nullable Path used;
    }

    @Override
    public Integer call() throws IOException {
        Path made = key.made;
        Path used = key.used;
        if (made != null) {
            spec.commandLine().getOut().println(Signing.generate(made));
            used = made;
        } else if (plugins.isEmpty()) {
            throw new picocli.CommandLine.ParameterException(spec.commandLine(), "which plugins should be signed?");
        }
        for (Path plugin : plugins) {
            spec.commandLine()
                    .getOut()
                    .println("signed: " + Signing.sign(plugin, java.util.Objects.requireNonNull(used)));
        }
        return 0;
    }
}
