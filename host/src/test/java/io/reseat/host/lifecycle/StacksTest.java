package io.reseat.host.lifecycle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.api.Task;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StacksTest {
    private static final Schedule TEN_SECONDS = new Schedule.Every(Duration.ofSeconds(10));

    @TempDir
    Path folder;

    private final ScriptedTask task = ScriptedTask.blocking();
    private final ScriptedTask neighbour = ScriptedTask.blocking();
    private OpenRealm open;
    private BuiltTask built;

    @BeforeEach
    void openRealm() throws Exception {
        open = OpenRealm.empty(folder);
        built = new BuiltTask(open, folder);
    }

    @AfterEach
    void close() {
        task.letGo();
        neighbour.letGo();
        open.close();
    }

    @Test
    void betweenCyclesItSaysWhenTheNextIsDue() {
        task.letGo();
        Generation generation = run(task, Isolation.TASK);
        await().until(() ->
                generation.nextRun().isPresent() && open.realm.threads().busy() == 0);
        assertEquals("between cycles: next at 2026-01-01T00:00:10Z\n", generation.stacksHere());
    }

    @Test
    void aScheduleThatNeverFiresIsSaid() {
        Generation generation = built.around(task, BuiltTask.spec(new Schedule.Cron("0 0 30 2 *", ZoneId.of("UTC"))));
        generation.run();
        assertEquals("between cycles: none is due by the schedule\n", generation.stacksHere());
    }

    @Test
    void aPausedTaskSaysThatItIsPaused() throws Exception {
        task.letGo();
        Generation generation = run(task, Isolation.TASK);
        generation.pause(Duration.ZERO).get(60, TimeUnit.SECONDS);
        await().until(() -> open.realm.threads().busy() == 0);
        assertEquals("paused: no cycle runs\n", generation.stacksHere());
    }

    @Test
    void aRunningCycleShowsItsThreadOnce() {
        String stacks = run(task, Isolation.TASK).stacksHere();
        assertTrue(stacks.startsWith(open.realm.name() + "-1 "), stacks);
        assertTrue(stacks.contains("ScriptedTask.run"), stacks);
        assertEquals(1, count(stacks, "ScriptedTask.run"));
        assertFalse(stacks.contains("other thread"), stacks);
    }

    @Test
    void inASharedRealmOnlyTheTasksOwnThreadsAreShown() {
        Generation generation = run(task, Isolation.PLUGIN);
        run(neighbour, Isolation.PLUGIN);
        String stacks = generation.stacksHere();
        assertEquals(1, count(stacks, "ScriptedTask.run"));
        assertTrue(
                stacks.endsWith("1 other thread belongs to the realm probe@1.0.0#1, which this task shares with others"
                        + " (isolation: plugin)\n"),
                stacks);
    }

    @Test
    void inASharedRealmAnIdleTaskSaysSoBesideItsBusyNeighbours() {
        task.letGo();
        Generation generation = run(task, Isolation.PLUGIN);
        run(neighbour, Isolation.PLUGIN);
        await().until(() ->
                generation.nextRun().isPresent() && open.realm.threads().busy() == 1);
        assertTrue(generation.stacksHere().startsWith("between cycles: next at "), generation.stacksHere());
        assertFalse(generation.stacksHere().contains("ScriptedTask.run"), generation.stacksHere());
        assertTrue(generation.stacksHere().contains("1 other thread"), generation.stacksHere());
    }

    @Test
    void threadsThatTheTaskMadeAreItsOwn() throws Exception {
        for (Isolation isolation : Isolation.values()) {
            MakesThread making = new MakesThread();
            Generation generation = run(making, isolation);
            assertTrue(making.begun.await(60, TimeUnit.SECONDS));
            assertEquals(1, count(generation.stacksHere(), "MakesThread.own"), generation.stacksHere());
            making.gate.countDown();
            await().until(() -> count(generation.stacksHere(), "MakesThread.own") == 0);
        }
    }

    private Generation run(Task task, Isolation isolation) {
        Generation generation = built.around(task, BuiltTask.spec(TEN_SECONDS, isolation, Optional.empty()));
        generation.run();
        if (task instanceof ScriptedTask scripted) {
            scripted.awaitCycle();
        }
        return generation;
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    @SuppressWarnings("try") // its inherited close may throw anything
    private static final class MakesThread implements Task, BuiltTask.InContext {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch gate = new CountDownLatch(1);
        private volatile GenerationContext context;

        @Override
        public void context(GenerationContext own) {
            context = own;
        }

        @Override
        public void run() {
            context.threads().newThread(this::own).start();
        }

        private void own() {
            begun.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
