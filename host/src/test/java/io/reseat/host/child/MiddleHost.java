package io.reseat.host.child;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A JVM in the place of a host, with one child whose task has started a process. It waits to be killed. */
final class MiddleHost {
    private MiddleHost() {}

    /** Writes the ids of the child and of the process into a file. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        ChildJvm child = ChildJvm.start(ChildMain.class);
        HostedProbe.build(child, directory, "process");
        child.ask("run", HostedProbe.G);
        String pids = child.process.pid() + " "
                + child.await("started", "task", "beat").text("pid");
        Path written = Files.writeString(directory.resolve("pids.tmp"), pids, StandardCharsets.UTF_8);
        Files.move(written, directory.resolve("pids"));
        new CountDownLatch(1).await();
    }
}
