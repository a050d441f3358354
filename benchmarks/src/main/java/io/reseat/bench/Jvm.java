package io.reseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A JVM in a process of its own, started by this program and ended with {@link #close}; its figures come from /proc. */
final class Jvm implements AutoCloseable {
    private static final long TICK_NANOS = 10_000_000; // USER_HZ is 100 on every Linux that runs a JVM
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final ProcessHandle java;
    private final long startedAt;
    private final Thread killedWithThisProgram;

    private Jvm(Process process, long startedAt) {
        this.process = process;
        this.startedAt = startedAt;
        this.java = awaitJava();
        this.killedWithThisProgram = new Thread(java::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killedWithThisProgram);
    }

    /** Starts a command that is a JVM, or a script that becomes or starts one; output goes to the log. */
    static Jvm start(List<String> command, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        long now = System.nanoTime();
        return new Jvm(builder.start(), now);
    }

    private ProcessHandle awaitJava() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            var found = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                    .filter(p -> p.info().command().orElse("").endsWith("/java"))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new IllegalStateException("the process ended, or started no JVM: " + process.info());
    }

    /** Kills it as {@code kill -9} does; what it started is left to itself. */
    void kill() {
        java.destroyForcibly();
    }

    /** All processes that it started, and those that they started, as of now. */
    List<ProcessHandle> descendants() {
        return java.descendants().toList();
    }

    long pid() {
        return java.pid();
    }

    boolean alive() {
        return java.isAlive();
    }

    /** {@link System#nanoTime} just before its process was made. */
    long startedAt() {
        return startedAt;
    }

    /** Processor time of all its threads so far, ended ones too; exact to 10 ms. */
    Duration cpu() throws IOException {
        String stat = Files.readString(proc("stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(afterName[11]) + Long.parseLong(afterName[12]);
        return Duration.ofNanos(ticks * TICK_NANOS);
    }

    double residentMegabytes() throws IOException {
        try (Stream<String> lines = Files.lines(proc("status"))) {
            String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        }
    }

    long descriptors() throws IOException {
        return count("fd");
    }

    long threads() throws IOException {
        return count("task");
    }

    private long count(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(proc(folder))) {
            return entries.count();
        }
    }

    private Path proc(String name) {
        return Path.of("/proc", String.valueOf(pid()), name);
    }

    /** Ends it as an operator does, and kills it where it does not heed that. */
    @Override
    public void close() {
        java.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                java.destroyForcibly();
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            java.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(killedWithThisProgram);
    }
}
