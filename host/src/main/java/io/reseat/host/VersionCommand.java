package io.reseat.host;

import io.reseat.host.cli.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reseat version}. */
@Command(name = "version", description = "Show the version of this program and of its Java.")
final class VersionCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    /** The JSON. */
    private record Versions(String version, String java, String vm, String javaHome) {}

    @Override
    public Integer call() {
        Versions versions = versions();
        if (json) {
            Json.print(spec.commandLine().getOut(), versions);
        } else {
            spec.commandLine().getOut().println(text(versions));
        }
        return 0;
    }

    private static Versions versions() {
        return new Versions(
                HostVersion.current(),
                System.getProperty("java.version", ""),
                System.getProperty("java.vm.name", ""),
                System.getProperty("java.home", ""));
    }

    private static String text(Versions versions) {
        return "reseat " + versions.version() + ", Java " + versions.java() + " (" + versions.vm() + ", "
                + versions.javaHome() + ")";
    }

    /** For {@code reseat --version}. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {text(versions())};
        }
    }
}
