package io.reseat.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.isolation.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadlineTest {
    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private final Deadline deadline = new Deadline(new HostClock(time), Duration.ofSeconds(10));
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CompletableFuture<Object> late = new CompletableFuture<>();
    private volatile String step = "create";
    private OpenRealm open;

    @BeforeEach
    void openRealm() throws Exception {
        open = OpenRealm.empty(folder);
    }

    @AfterEach
    void close() {
        gate.countDown();
        open.close();
    }

    @Test
    void anAnswerInTimeIsTheResultAndLeavesNoTimer() throws Exception {
        assertEquals("made", on(() -> "made").get(60, TimeUnit.SECONDS));
        assertEquals(0, time.waiting());
        assertFalse(late.isDone());
    }

    @Test
    void whatIsThrownSaysItsStep() {
        CompletableFuture<String> result = on(() -> {
            step = "check";
            throw new IllegalStateException("no database");
        });
        assertEquals(
                "check failed: java.lang.IllegalStateException: no database",
                failure(result).getMessage());
        assertEquals(0, time.waiting());
    }

    @Test
    void aCallThatHeedsItsInterruptSaysThatItsTimeWasUp() throws Exception {
        CompletableFuture<String> result = on(() -> {
            begun.countDown();
            gate.await();
            return "never";
        });
        begun.await();
        time.pass(Duration.ofSeconds(9));
        assertFalse(result.isDone());
        time.pass(Duration.ofSeconds(1));
        GenerationFailure failure = failure(result);
        assertEquals("create did not end within 10000 ms and was interrupted", failure.getMessage());
        assertTrue(failure.stack().contains("DeadlineTest"), failure.stack());
    }

    @Test
    void aCallThatHeedsNoInterruptIsLeftAloneWithItsStack() throws Exception {
        CompletableFuture<String> result = deafly();
        time.pass(Duration.ofSeconds(10));
        assertFalse(result.isDone());
        time.pass(Deadline.GRACE);
        GenerationFailure failure = failure(result);
        assertEquals(
                "create did not end within 10000 ms, nor when it was interrupted; its thread is left alone",
                failure.getMessage());
        assertTrue(failure.stack().contains("DeadlineTest"), failure.stack());
    }

    @Test
    void whatComesTooLateIsHandedOverOnItsOwnThread() throws Exception {
        CompletableFuture<Thread> where = late.thenApply(made -> Thread.currentThread());
        CompletableFuture<String> result = deafly();
        time.pass(Duration.ofSeconds(20));
        failure(result);
        gate.countDown();
        assertTrue( // first: who waits for the other may carry out what follows from it
                where.get(60, TimeUnit.SECONDS).getName().startsWith(open.realm.name()));
        assertEquals("late", late.get(60, TimeUnit.SECONDS));
    }

    @Test
    void aFailureWithoutAnInterruptOfOursStaysWhatItWas() {
        CompletableFuture<String> result = on(() -> {
            throw new InterruptedException("of its own");
        });
        assertEquals(
                "create failed: java.lang.InterruptedException: of its own",
                failure(result).getMessage());
    }

    @Test
    void noObjectOfThePluginIsInTheFailure() {
        RuntimeException thrown = new IllegalStateException("no", new Error("cause"));
        GenerationFailure failure = failure(on(() -> {
            throw thrown;
        }));
        assertEquals(null, failure.getCause());
        assertEquals(0, failure.getSuppressed().length);
        assertSame(failure, GenerationFailure.of("other", failure));
    }

    private CompletableFuture<String> deafly() throws InterruptedException {
        CompletableFuture<String> result = on(() -> {
            begun.countDown();
            while (gate.getCount() > 0) {
                try {
                    gate.await();
                } catch (InterruptedException swallowed) {
                    continue;
                }
            }
            return "late";
        });
        begun.await();
        return result;
    }

    private CompletableFuture<String> on(Callable<String> body) {
        Call<String> call = open.realm.threads().call("build", body);
        return deadline.on(call, () -> step, late::complete);
    }

    private static GenerationFailure failure(CompletableFuture<?> result) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> result.get(60, TimeUnit.SECONDS));
        return assertInstanceOf(GenerationFailure.class, thrown.getCause());
    }
}
