package io.reseat.samples.fileimport;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** An importer in a JVM of its own, which can be killed. It tells on its output how many rows it has committed. */
final class ImporterProcess {
    private final Process process;
    private final BufferedReader counts;

    private ImporterProcess(Process process) {
        this.process = process;
        this.counts = process.inputReader();
    }

    static ImporterProcess start(Path data, String url) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classPath = System.getProperty("java.class.path");
        return new ImporterProcess(new ProcessBuilder(
                        java.toString(), "-cp", classPath, ImporterProcess.class.getName(), data.toString(), url)
                .redirectError(data.resolve("child.log").toFile())
                .start());
    }

    /** Runs until it is killed, and takes one row in a transaction, so that a kill has many places to hit. */
    public static void main(String[] arguments) throws Exception {
        FileImportConfig.Connection database = new FileImportConfig.Connection(arguments[1], "sa", null);
        Service service = Service.start(Path.of(arguments[0]), Inputs.config(database, 1, Duration.ZERO));
        while (!System.out.checkError()) { // ends with the test too
            System.out.println(service.context.metrics().counter("rows").value());
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        System.exit(0);
    }

    /** Kills it without a warning, as soon as it has said that it took so many rows. */
    void killAfter(long rows) throws IOException, InterruptedException {
        long taken = 0;
        while (taken < rows) {
            String line = counts.readLine();
            if (line == null) {
                throw new AssertionError("it ended by itself with " + process.waitFor() + ": see child.log");
            }
            taken = Long.parseLong(line);
        }
        kill();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
