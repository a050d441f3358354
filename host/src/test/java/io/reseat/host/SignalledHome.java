package io.reseat.host;

import io.reseat.host.testing.Folders;
import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A home with one plugin, {@code slow}, and the hosts that a test starts on it as processes of their own; they are killed
 * and the folder is deleted after the test: a field of this has {@code @RegisterExtension}.
 */
final class SignalledHome implements AfterEachCallback {
    final Path root;

    /** What cycles wait for. */
    final Path go;

    private final List<HostProcess> hosts = new ArrayList<>();

    private SignalledHome(Path root) {
        this.root = root;
        this.go = root.resolve("go");
    }

    /** @param factory the source of {@code slow.Factory} */
    static SignalledHome with(String factory) {
        try {
            Path root = Files.createTempDirectory("reseat-home");
            Files.createDirectories(root.resolve("conf/tasks"));
            PluginJar.named("slow")
                    .source("slow.Factory", factory)
                    .factory("slow.Factory")
                    .writeTo(Files.createDirectory(root.resolve("plugins")).resolve("slow.jar"));
            return new SignalledHome(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void settings(String yaml) throws IOException {
        Files.writeString(root.resolve("conf/reseat.yaml"), yaml);
    }

    /** A file of a task of the plugin; its config's {@code until} is {@link #go}. */
    void task(String name, String keys, String config) throws IOException {
        Files.writeString(
                root.resolve("conf/tasks/" + name + ".yaml"),
                "plugin: slow\nschedule: every 100ms\n" + keys + "config: { " + config + "until: '" + go + "' }\n");
    }

    /** As {@link HostProcess#start}. */
    HostProcess start(List<String> by, List<String> flags) throws IOException {
        HostProcess host = HostProcess.start(root, by, flags);
        hosts.add(host);
        return host;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        List<ProcessHandle> below =
                hosts.stream().flatMap(host -> host.below().stream()).toList();
        hosts.forEach(HostProcess::close);
        below.forEach(ProcessHandle::destroyForcibly); // a child may still write
        below.forEach(process -> process.onExit().join());
        Folders.delete(root);
    }
}
