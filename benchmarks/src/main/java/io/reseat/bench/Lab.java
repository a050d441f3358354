package io.reseat.bench;

import io.reseat.api.Task;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Where it is measured: the distribution under test, a scratch folder, and how thorough to be. Used by the one thread that
 * measures.
 */
final class Lab implements AutoCloseable {
    private static final List<String> BARE_CLASSES =
            List.of("io/reseat/bench/BareLoop.class", "io/reseat/bench/BareLoop$Running.class");

    private static final Path PYTHON = Path.of("benchmarks/python/four_ways.py");

    private final Path distribution;
    private final Path scratch;
    private final Effort effort;
    private final Random random = new Random(1);
    private int homes;

    Lab(Path distribution, Effort effort) throws IOException {
        this.distribution = distribution;
        this.effort = effort;
        this.scratch = Files.createTempDirectory("reseat-bench");
    }

    /** So many runs or seconds: all of them, a fifth, or the few of a smoke run. */
    int runs(int full, int smoke) {
        return switch (effort) {
            case FULL -> full;
            case SHORT -> Math.max(smoke, full / 5);
            case QUICK -> smoke;
        };
    }

    /** How large the measured thing is, which only a smoke run makes smaller: a figure belongs to its size. */
    int size(int full, int smoke) {
        return effort == Effort.QUICK ? smoke : full;
    }

    Path distribution() {
        return distribution;
    }

    Home newHome(String name) throws IOException {
        return new Home(scratch.resolve(name + "-" + homes++));
    }

    /** Starts Reseat on a home; its tasks start while this returns. */
    Subject reseat(Home home) throws IOException {
        Pulses pulses = new Pulses(home.pulses());
        String command = distribution.resolve("bin/reseat").toString();
        return new Subject(
                home, Jvm.start(List.of(command, "run", "--home", home.root().toString()), home.log()), pulses);
    }

    /** Starts the bare loop on a home. */
    Subject bare(Home home) throws IOException {
        Pulses pulses = new Pulses(home.pulses());
        return new Subject(home, Jvm.start(bareCommand(home.root().toString()), home.log()), pulses);
    }

    /** Starts the Python program in one of its ways. */
    PythonTwin python(String way) throws IOException {
        return PythonTwin.start(PYTHON, way, scratch.resolve(way + "-" + homes++));
    }

    /** Starts a JVM that only sleeps. */
    Jvm sleeper() throws IOException {
        return Jvm.start(bareCommand(), scratch.resolve("sleeper.out"));
    }

    private List<String> bareCommand(String... args) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        String classPath = bareJar() + ":" + locationOfTheApi();
        return Stream.concat(Stream.of(java, "-cp", classPath, "io.reseat.bench.BareLoop"), Stream.of(args))
                .toList();
    }

    /** A JAR without the plugin's classes, so that the bare loop cannot find them but in the plugin's own JAR. */
    private Path bareJar() throws IOException {
        Path jar = scratch.resolve("bare.jar");
        if (!Files.exists(jar)) {
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
                for (String name : BARE_CLASSES) {
                    out.putNextEntry(new ZipEntry(name));
                    out.write(PulseJar.ownClass(name));
                }
            }
        }
        return jar;
    }

    private static Path locationOfTheApi() {
        try {
            return Path.of(Task.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Lets some time pass between two changes, as an operator does: longer than a tick of the file system's clock, and never
     * in step with what the subject does by itself.
     */
    void breathe() {
        pause(Duration.ofMillis(20 + random.nextInt(20)));
    }

    void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(1), end - System.nanoTime()));
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
