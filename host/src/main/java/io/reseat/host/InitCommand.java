package io.reseat.host;

import io.reseat.host.cli.CommandFailure;
import io.reseat.host.cli.HomeOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code reseat init}: a new home with one task, which the samples' plugin runs. */
@Command(name = "init", description = "Write a new home with one commented task. Nothing that exists is touched.")
final class InitCommand implements Callable<Integer> {
    private static final String SAMPLE = "heartbeat";
    private static final List<String> FILES = List.of("conf/reseat.yaml", "conf/tasks/heartbeat.yaml");

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private HomeOption option;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path home = option.home();
        refuseExisting(home);
        for (String folder : List.of("conf/tasks", "plugins")) {
            createFolders(home, home.resolve(folder));
        }
        for (String file : FILES) {
            write(file, home.resolve(file));
        }
        boolean sample = copySample(home);
        spec.commandLine()
                .getOut()
                .println("wrote " + home + (sample ? "" : "; put a plugin '" + SAMPLE + "' into its plugins/")
                        + "; start it with: reseat run --home " + home);
        return 0;
    }

    private static void refuseExisting(Path home) {
        for (String entry : List.of("conf", "plugins", "data")) {
            if (Files.exists(home.resolve(entry))) {
                throw new CommandFailure(home + " has a folder " + entry
                        + " already and was left as it is; name a new home with --home DIR");
            }
        }
    }

    /** Others must not be able to write to a home, whatever the umask is: {@code run} refuses such a one. */
    private static void createFolders(Path home, Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null && !folder.equals(home)) {
            createFolders(home, parent);
        }
        if (!Files.exists(folder)) {
            Files.createDirectories(folder);
            restrict(folder, "rwxr-xr-x");
        }
    }

    private static void write(String resource, Path file) throws IOException {
        try (InputStream in = InitCommand.class.getResourceAsStream("home/" + resource)) {
            if (in == null) {
                throw new IOException("this build lacks the resource " + resource);
            }
            Files.copy(in, file);
        }
        restrict(file, "rw-r--r--");
    }

    /** Copies the sample's plugin from the distribution that runs; false if there is none. */
    private static boolean copySample(Path home) throws IOException {
        String distribution = System.getProperty(HomeOption.DISTRIBUTION, "");
        Path plugins = Path.of(distribution, "plugins");
        if (distribution.isEmpty() || !Files.isDirectory(plugins)) {
            return false;
        }
        try (Stream<Path> files = Files.list(plugins)) {
            for (Path jar : files.filter(InitCommand::isSample).toList()) {
                Path copy = home.resolve("plugins").resolve(jar.getFileName());
                Files.copy(jar, copy);
                restrict(copy, "rw-r--r--");
                return true;
            }
        }
        return false;
    }

    private static boolean isSample(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(SAMPLE) && name.endsWith(".jar");
    }

    private static void restrict(Path path, String permissions) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
            Files.setPosixFilePermissions(path, set);
        }
    }
}
