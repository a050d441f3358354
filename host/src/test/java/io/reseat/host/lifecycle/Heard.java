package io.reseat.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.reseat.host.isolation.PluginFailure;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what a loop tells. */
final class Heard implements CycleListener {
    private final BlockingQueue<String> words = new LinkedBlockingQueue<>();
    volatile String stack = "";

    @Override
    public void failed(PluginFailure failure, boolean waits) {
        words.add("failed " + failure.detail() + (waits ? "" : ", halting"));
    }

    @Override
    public void wentWell() {
        words.add("well");
    }

    @Override
    public void completed() {
        words.add("completed");
    }

    @Override
    public void overdue(String what, Duration timeout, String where) {
        stack = where;
        words.add((what.equals("a cycle") ? "" : what + " ") + "overdue " + timeout.toMillis());
    }

    void saved() {
        words.add("saved");
    }

    void hears(String word) {
        words.add(word);
    }

    String next() {
        try {
            String word = words.poll(20, TimeUnit.SECONDS);
            assertNotNull(word, "nothing is told");
            return word;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void expect(String... expected) {
        for (String word : expected) {
            assertEquals(word, next());
        }
    }

    void expectSilence() {
        assertEquals(null, words.peek());
    }
}
