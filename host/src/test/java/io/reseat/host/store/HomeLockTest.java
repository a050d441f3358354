package io.reseat.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {
    @TempDir
    Path home;

    /** A second host: takes the lock, says so, and waits to be ended. */
    static final class Holder {
        public static void main(String[] args) throws Exception {
            try (HomeLock lock = HomeLock.take(Path.of(args[0]))) {
                System.out.println("locked " + lock);
                System.in.read();
            }
        }
    }

    @Test
    void aSecondHostInAnotherProcessIsRefusedWithThePidOfTheFirst() throws Exception {
        Path data = DataDirectory.open(home).root();
        Process holder = start(data);
        try (BufferedReader output = holder.inputReader()) {
            assertTrue(output.readLine().startsWith("locked"));
            String message = refusal(data);
            assertTrue(message.contains("pid " + holder.pid() + ", started "), message);
            assertTrue(message.contains("a host runs on " + home.toRealPath() + " already"), message);
            assertTrue(message.contains("stop it first"), message);
        } finally {
            holder.destroyForcibly().waitFor();
        }
        HomeLock.take(data).close(); // a killed host leaves no lock
    }

    @Test
    void aSecondHostInThisProcessIsRefusedAndTheFirstKeepsItsLock() throws Exception {
        Path data = DataDirectory.open(home).root();
        try (HomeLock first = HomeLock.take(data)) {
            assertTrue(refusal(data).contains("pid " + ProcessHandle.current().pid()), first::toString);
            Process other = start(data);
            assertEquals(1, other.waitFor(), "a second process got the lock");
        }
        HomeLock.take(data).close();
    }

    @Test
    void theFileSaysWhoHasTheHome() throws IOException {
        Path data = DataDirectory.open(home).root();
        try (HomeLock lock = HomeLock.take(data)) {
            assertTrue(lock != null);
        }
        assertTrue(Files.readString(data.resolve("lock"))
                .startsWith("pid " + ProcessHandle.current().pid() + ", started "));
    }

    private static String refusal(Path data) {
        return assertThrows(HomeInUseException.class, () -> HomeLock.take(data)).getMessage();
    }

    private static Process start(Path data) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Holder.class.getName(), data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
