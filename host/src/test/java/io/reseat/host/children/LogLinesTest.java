package io.reseat.host.children;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LogLinesTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void whatTheLogTakesTooSlowlyIsLeftOutAndCountedButForLinesOfTheHost() throws Exception {
        ListAppender<ILoggingEvent> counted = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(LogLines.class);
        counted.start();
        logger.setLevel(Level.WARN);
        logger.addAppender(counted);
        try {
            LogLines lines = new LogLines(100);
            CountDownLatch stalled = new CountDownLatch(1);
            CountDownLatch writing = new CountDownLatch(1);
            List<Integer> written = new CopyOnWriteArrayList<>();
            lines.add("one", 100, () -> {
                writing.countDown();
                awaitUninterruptibly(stalled);
            });
            assertTrue(writing.await(60, TimeUnit.SECONDS));
            for (int i = 0; i < 10; i++) {
                int line = i;
                lines.add(
                        i % 3 == 0 ? "one" : "two",
                        40,
                        () -> written.add(line)); // returns, although nothing is written
            }
            lines.addOwn(() -> written.add(-1));
            stalled.countDown();
            await().atMost(LONG).until(() -> !counted.list.isEmpty());
            assertEquals(List.of(0, 1, -1), written);
            assertEquals(
                    "8 lines of child JVMs were left out: the log took them too slowly. Of {one=3, two=5}",
                    counted.list.get(0).getFormattedMessage());
        } finally {
            logger.setLevel(null);
            logger.detachAppender(counted);
        }
    }

    @Test
    void aLogThatStandsStillKeepsNoChildFromAnswering(@TempDir Path home) throws Exception {
        Files.createDirectories(home.resolve("logs"));
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch writing = new CountDownLatch(1);
        AppenderBase<ILoggingEvent> standsStill = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                writing.countDown();
                awaitUninterruptibly(stalled);
            }
        };
        Logger logger = (Logger) LoggerFactory.getLogger(ChildLog.class);
        standsStill.start();
        logger.setLevel(Level.INFO);
        try (Played host = new Played(home)) {
            logger.addAppender(standsStill);
            ChildRealm realm = host.open();
            Played.run(realm, 1, "say").get(60, TimeUnit.SECONDS);
            assertTrue(writing.await(60, TimeUnit.SECONDS));
            for (int i = 0; i < 10; i++) {
                Played.run(realm, 1, "say").get(60, TimeUnit.SECONDS);
            }
            stalled.countDown();
        } finally {
            stalled.countDown();
            logger.setLevel(null);
            logger.detachAppender(standsStill);
        }
    }

    @Test
    void whatAChildPrintsPastItsStreamsIsLimitedAndWhatIsLeftOutIsCounted(@TempDir Path home) throws Exception {
        Files.createDirectories(home.resolve("logs"));
        Queue<String> written = new ConcurrentLinkedQueue<>();
        AppenderBase<ILoggingEvent> all = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                written.add(event.getFormattedMessage());
            }
        };
        Logger logger = (Logger) LoggerFactory.getLogger(ChildLog.class);
        all.start();
        logger.setLevel(Level.WARN);
        try (Played host = new Played(home)) {
            logger.addAppender(all);
            Played.run(host.open(), 1, "noise").get(60, TimeUnit.SECONDS);
            await().atMost(LONG)
                    .until(() ->
                            written.stream().anyMatch(line -> line.contains("lines were left out: more than 500")));
            assertTrue(written.contains("printed past the streams"), "it is all left out");
        } finally {
            logger.setLevel(null);
            logger.detachAppender(all);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
