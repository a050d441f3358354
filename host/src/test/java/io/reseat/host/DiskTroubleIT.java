package io.reseat.host;

import static io.reseat.host.CrashIT.awaitAlive;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reseat.host.CounterHome.Pair;
import io.reseat.host.RunningDistribution.Ended;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A {@code data/} that is full or cannot be written, by real mounts: for who may mount, skipped for others. */
class DiskTroubleIT {
    @TempDir
    Path temp;

    private CounterHome home;
    private Trail trail;
    private int mounts;

    @BeforeEach
    void makeHome() throws Exception {
        home = new CounterHome(temp);
        trail = new Trail(home);
        Files.createDirectory(home.data());
    }

    @AfterEach
    void unmountAll() throws Exception {
        while (mounts > 0) {
            unmount();
        }
    }

    @Test
    void aFullDiskStopsNoTaskAndWhatIsMissingIsWrittenWhenThereIsRoom() throws Exception {
        mount(
                "-t",
                "tmpfs",
                "-o",
                "size=4m,mode=0700",
                "reseat-test",
                home.data().toString());
        home.unsaved("m0");
        try (RunningDistribution host = CrashIT.proved(home)) {
            Path filling = fill();
            home.unsaved("m1");
            awaitPair(host, "c0", "m1");
            home.code("c1");
            awaitStatus(
                    host, "No space left on device", "data: cannot be written: ", "counter.jar: it cannot be copied");
            goesOn(host);
            Files.delete(filling);
            awaitPair(host, "c1", "m1");
            awaitAlive(host, () -> CounterHome.proved(home.past()).contains(3L));
            // What is on disk by now may be written again, as a retry of an older failure, before the report of it
            // ends.
            awaitAlive(host, () -> !host.status().contains("cannot"));
            host.kill();
            trail.killed();
        }
    }

    @Test
    void aTaskThatCannotSaveGoesOnFromItsLastCountWhenThereIsRoom() throws Exception {
        mount(
                "-t",
                "tmpfs",
                "-o",
                "size=4m,mode=0700",
                "reseat-test",
                home.data().toString());
        try (RunningDistribution host = CrashIT.proved(home)) {
            Path filling = fill();
            awaitStatus(host, "No space left on device");
            Files.delete(filling);
            goesOn(host);
        }
    }

    @Test
    void aReadOnlyDiskStopsNoTaskAndWhatIsMissingIsWrittenAfterwards() throws Exception {
        home.unsaved("m0");
        try (RunningDistribution host = CrashIT.proved(home)) {
            mount("--bind", home.data().toString(), home.data().toString());
            run("mount", "-o", "remount,bind,ro", home.data().toString());
            home.unsaved("m1");
            awaitPair(host, "c0", "m1");
            awaitStatus(host, "Read-only file system", "data: cannot be written: ");
            goesOn(host);
            unmount();
            awaitAlive(host, () -> CounterHome.proved(home.past()).contains(2L));
            host.kill();
            trail.killed();
        }
    }

    @Test
    void aHostOnAReadOnlyDiskSaysSoAndEnds() throws Exception {
        mount("--bind", home.data().toString(), home.data().toString());
        run("mount", "-o", "remount,bind,ro", home.data().toString());
        Ended ended = RunningDistribution.reseat(temp, "run", "--home", temp.toString());
        assertEquals(1, ended.status(), ended.output());
        assertTrue(ended.output().contains("Read-only file system"), ended.output());
        assertTrue(ended.output().lines().noneMatch(line -> line.startsWith("\tat ")), ended.output());
    }

    private void goesOn(RunningDistribution host) throws IOException {
        long before = trail.count();
        awaitAlive(host, () -> trail.count() > before + 20);
    }

    private void awaitPair(RunningDistribution host, String code, String message) {
        awaitAlive(host, () -> trail.last().equals(Optional.of(new Pair(code, message))));
    }

    private static void awaitStatus(RunningDistribution host, String... texts) {
        awaitAlive(host, () -> {
            String status = host.status();
            return Stream.of(texts).allMatch(status::contains);
        });
    }

    /** Leaves no byte free. */
    private Path fill() throws IOException {
        Path filling = home.data().resolve("filling");
        try (OutputStream out = Files.newOutputStream(filling)) {
            for (int size = 4096; ; ) {
                out.write(new byte[size]);
            }
        } catch (IOException e) {
            return filling;
        }
    }

    private void mount(String... arguments) throws Exception {
        String answer =
                tried(Stream.concat(Stream.of("mount"), Stream.of(arguments)).toList());
        assumeTrue(answer.isEmpty(), () -> "only who may mount file systems can run this: " + answer);
        mounts++;
    }

    private void unmount() throws Exception {
        mounts--;
        run("umount", "--lazy", home.data().toString());
    }

    private static void run(String... command) throws Exception {
        assertEquals("", tried(List.of(command)));
    }

    /** Empty if it went well. */
    private static String tried(List<String> command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : "exit status " + process.exitValue() + ", " + output;
        } catch (IOException e) {
            return e.toString();
        }
    }
}
