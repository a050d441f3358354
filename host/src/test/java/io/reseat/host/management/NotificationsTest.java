package io.reseat.host.management;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.HostEvent;
import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.NotificationFilter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NotificationsTest {
    private static final TaskName HEARTBEAT = new TaskName("heartbeat");
    private static final TaskName OTHER = new TaskName("other");

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final FakeControl control = new FakeControl();
    private final List<Notification> heard = new CopyOnWriteArrayList<>();
    private final NotificationListener listener = (notification, handback) -> heard.add(notification);
    private Management management;
    private RemoteMBeans remote;

    @BeforeEach
    void start() throws Exception {
        management = Management.start(server, control, Duration.ofSeconds(5));
        management.tasks(Set.of(HEARTBEAT, OTHER), Set.of());
        remote = new RemoteMBeans(server);
    }

    @AfterEach
    void stop() throws Exception {
        remote.close();
        management.close();
    }

    private static HostEvent state(TaskName task) {
        return new HostEvent.StateChanged(task, Instant.EPOCH, TaskState.STARTING, TaskState.RUNNING, "good");
    }

    private void awaitHeard(int many) {
        await().until(() -> heard.size() >= many);
    }

    @Test
    void aRemoteListenerOfTheHostHearsEveryTaskOnce() throws Exception {
        remote.connection().addNotificationListener(Management.HOST, listener, null, null);
        control.tell(state(HEARTBEAT));
        control.tell(state(OTHER));
        awaitHeard(2);
        Notification first = heard.get(0);
        CompositeData data = (CompositeData) first.getUserData();
        assertAll(
                () -> assertEquals("reseat.task.state", first.getType()),
                () -> assertEquals("heartbeat RUNNING (was STARTING): good", first.getMessage()),
                () -> assertEquals(Management.HOST, first.getSource()),
                () -> assertEquals("heartbeat", data.get("task")),
                () -> assertEquals("RUNNING", data.get("to")),
                () -> assertEquals(
                        "other RUNNING (was STARTING): good", heard.get(1).getMessage()),
                () -> assertEquals(2, heard.size()));
    }

    @Test
    void aListenerOfATaskHearsThatTaskAlone() throws Exception {
        remote.connection().addNotificationListener(Management.nameOf(OTHER), listener, null, null);
        control.tell(state(HEARTBEAT));
        control.tell(state(OTHER));
        awaitHeard(1);
        assertEquals(Management.nameOf(OTHER), heard.get(0).getSource());
    }

    @Test
    void whatNobodyHeardLeavesAGapInTheNumbers() throws Exception {
        control.tell(state(HEARTBEAT));
        remote.connection().addNotificationListener(Management.HOST, listener, null, null);
        control.tell(state(HEARTBEAT));
        control.tell(state(OTHER));
        awaitHeard(2);
        assertEquals(
                List.of(2L, 3L),
                heard.stream().map(Notification::getSequenceNumber).toList());
    }

    @Test
    void everyEventHasItsTypeAndStartsWithTheTask() throws Exception {
        remote.connection().addNotificationListener(Management.HOST, listener, null, null);
        Instant at = Instant.EPOCH;
        control.tell(new HostEvent.ReloadStarted(
                HEARTBEAT, at, "its config changed", new Requester(Requester.Kind.FILE, "conf/tasks/heartbeat.yaml")));
        Problem problem = new Problem(new Place("conf/tasks/heartbeat.yaml", 3, 1), "unknown key");
        for (HostEvent.Step step : HostEvent.Step.values()) {
            control.tell(new HostEvent.ReloadStep(
                    HEARTBEAT, at, step, FakeControl.report("heartbeat", Outcome.REFUSED, 3, 3, "why", problem)));
        }
        control.tell(new HostEvent.Stuck(HEARTBEAT, at, 3, "its cycle runs for 31s", "at X"));
        control.tell(new HostEvent.GaveUp(HEARTBEAT, at, "5 failures in 10m"));
        awaitHeard(8);
        assertEquals(
                List.of(
                        "reseat.reload.started",
                        "reseat.reload.swapped",
                        "reseat.reload.committed",
                        "reseat.reload.letgo",
                        "reseat.reload.refused",
                        "reseat.reload.rolledback",
                        "reseat.task.stuck",
                        "reseat.task.gaveup"),
                heard.stream().map(Notification::getType).toList());
        assertTrue(heard.stream().allMatch(n -> n.getMessage().startsWith("heartbeat ")));
        CompositeData refused = (CompositeData) heard.get(4).getUserData();
        assertEquals("REFUSED", refused.get("outcome"));
        assertArrayEquals(
                new String[] {"conf/tasks/heartbeat.yaml:3:1: unknown key"}, (String[]) refused.get("problems"));
    }

    @Test
    @Timeout(60) // what it tests against is waiting for ever
    void aListenerThatHangsDoesNotHoldTheHostUp() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        server.addNotificationListener(Management.HOST, (n, h) -> awaitQuietly(release), null, null);
        for (int i = 0; i < 25_000; i++) {
            control.tell(state(HEARTBEAT)); // would never return if it waited
        }
        release.countDown();
        assertTrue(server.isRegistered(Management.HOST));
    }

    @Test
    @Timeout(60) // what it tests against is waiting for ever
    void aFilterThatHangsDoesNotHoldTheHostUp() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        NotificationFilter hung = notification -> {
            awaitQuietly(release);
            return true;
        };
        server.addNotificationListener(Management.HOST, listener, hung, null);
        control.tell(state(HEARTBEAT));
        release.countDown(); // never reached if it waited
        awaitHeard(1);
    }

    @Test
    void aListenerThatThrowsDoesNotSilenceTheOthers() throws Exception {
        server.addNotificationListener(
                Management.HOST,
                (n, h) -> {
                    throw new AssertionError("a broken listener");
                },
                null,
                null);
        server.addNotificationListener(Management.HOST, listener, null, null);
        control.tell(state(HEARTBEAT));
        control.tell(state(OTHER));
        awaitHeard(2);
        assertEquals(2, heard.size());
    }

    @Test
    void aListenerThatLeavesHearsNothingMore() throws Exception {
        server.addNotificationListener(Management.HOST, listener, null, null);
        control.tell(state(HEARTBEAT));
        awaitHeard(1);
        server.removeNotificationListener(Management.HOST, listener);
        CountDownLatch told = new CountDownLatch(1);
        server.addNotificationListener(Management.HOST, (n, h) -> told.countDown(), null, null);
        control.tell(state(HEARTBEAT));
        told.await();
        assertEquals(1, heard.size());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
