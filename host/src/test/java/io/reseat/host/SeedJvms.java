package io.reseat.host;

import io.reseat.host.testing.Folders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * JVMs that run one seed of the random operations after another: two hosts in one JVM would share its log, its MBeans and
 * the properties that tests talk to their plugins by. Used by many threads; each takes a JVM that is idle, or a new one.
 */
final class SeedJvms implements AutoCloseable {
    private final Path folder;
    private final Queue<Child> idle = new ConcurrentLinkedQueue<>();
    private final Queue<Child> all = new ConcurrentLinkedQueue<>();

    SeedJvms(Path folder) {
        this.folder = folder;
    }

    /** @throws AssertionError with what the JVM reported */
    void run(int seed) throws IOException {
        Child free = idle.poll();
        Child child = free == null ? start(seed) : free;
        child.run(seed);
        idle.add(child); // one that failed is not asked again
    }

    private Child start(int seed) throws IOException {
        Path log = folder.resolve("jvm-" + seed + ".log");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                SeedJvms.class.getName(),
                folder.toString());
        Child child = new Child(
                new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
        all.add(child);
        return child;
    }

    @Override
    public void close() {
        all.forEach(child -> child.process.destroyForcibly());
        all.forEach(child -> child.process.onExit().join());
    }

    /** One JVM. */
    private final class Child {
        private final Process process;
        private final Path log;
        private final PrintWriter seeds;
        private final BufferedReader answers;

        Child(Process process, Path log) {
            this.process = process;
            this.log = log;
            this.seeds = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
            this.answers = process.inputReader(StandardCharsets.UTF_8);
        }

        void run(int seed) throws IOException {
            seeds.println(seed);
            String answer = answers.readLine();
            if (answer == null) {
                throw new AssertionError("the JVM has ended: " + Files.readString(log));
            } else if (!answer.equals("passed")) {
                throw new AssertionError(Files.readString(folder.resolve(seed + ".failure")));
            }
        }
    }

    /** Ends with its standard input, and so with whoever started it. */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        Path folder = Path.of(arguments[0]);
        BufferedReader seeds = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String seed = seeds.readLine(); seed != null; seed = seeds.readLine()) {
            answers.println(answer(folder, seed));
            answers.flush();
        }
        System.exit(0);
    }

    private static String answer(Path folder, String seed) throws IOException {
        Path home = Files.createDirectory(folder.resolve(seed));
        try {
            new RandomOperationsRun(home, Integer.parseInt(seed)).run();
            Folders.delete(home);
            return "passed";
        } catch (Throwable e) {
            try (PrintWriter text = new PrintWriter(Files.newBufferedWriter(folder.resolve(seed + ".failure")))) {
                e.printStackTrace(text);
            }
            return "failed";
        }
    }
}
