package io.reseat.host.child;

import io.reseat.host.testing.Patience;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledHostTest {
    @TempDir
    Path directory;

    @Test
    void aKilledHostLeavesNeitherItsChildNorWhatATaskStarted() throws Exception {
        Process host = start();
        try {
            Path pids = directory.resolve("pids");
            Awaitility.await().atMost(Patience.PATIENCE.multipliedBy(2)).until(() -> Files.exists(pids));
            List<ProcessHandle> family = Arrays.stream(Files.readString(pids).split(" "))
                    .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                    .toList();
            host.destroyForcibly();
            Awaitility.await().until(() -> family.stream().allMatch(Gone::isGone));
        } finally {
            host.descendants().forEach(ProcessHandle::destroyForcibly);
            host.destroyForcibly();
        }
    }

    private Process start() throws Exception {
        return new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MiddleHost.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("host.log").toFile())
                .start();
    }
}
