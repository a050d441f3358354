package io.reseat.host;

import io.reseat.host.store.Signing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
        PrintWriter out = spec.commandLine().getOut();
        Path made = key.made;
        if (made != null) {
            String publicKey = Signing.generate(made);
            spec.commandLine()
                    .getErr()
                    .println("wrote the private key to " + made + "; the public one, for 'trust:', is");
            out.println(publicKey);
        } else if (plugins.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "which plugins should be signed?");
        }
        Path used = made != null ? made : Objects.requireNonNull(key.used);
        for (Path plugin : plugins) {
            out.println("signed: " + Signing.sign(plugin, used));
        }
        return 0;
    }
}
