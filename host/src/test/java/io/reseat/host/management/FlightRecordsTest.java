package io.reseat.host.management;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reseat.host.model.HostEvent;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecordsTest {
    private static final TaskName TASK = new TaskName("heartbeat");
    private static final Requester FILE = new Requester(Requester.Kind.FILE, "conf/tasks/heartbeat.yaml");

    private static final ReloadReport BACK =
            FakeControl.report("heartbeat", Outcome.ROLLED_BACK, 4, 5, "generation 4 failed");

    @TempDir
    Path folder;

    private final FlightRecords records = new FlightRecords();

    private void started(String reason) {
        records.accept(new HostEvent.ReloadStarted(TASK, Instant.EPOCH, reason, FILE));
    }

    private void step(HostEvent.Step step, ReloadReport report) {
        records.accept(new HostEvent.ReloadStep(TASK, Instant.EPOCH, step, report));
    }

    private List<RecordedEvent> recorded(Runnable reloads) throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("io.reseat.Reload");
            recording.start();
            reloads.run();
            recording.stop();
            Path file = folder.resolve("reloads.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file);
        }
    }

    @Test
    void aReloadIsOneEventWhenItHasProvedItself() throws Exception {
        ReloadReport swapped = FakeControl.report("heartbeat", Outcome.RELOADED, 3, 4, "config changed");
        List<RecordedEvent> events = recorded(() -> {
            started("config changed");
            step(HostEvent.Step.SWAPPED, swapped);
            step(
                    HostEvent.Step.COMMITTED,
                    swapped.committed(
                            Map.of(Phase.PROBATION, Duration.ofSeconds(10), Phase.COMMIT, Duration.ofMillis(2))));
            step(
                    HostEvent.Step.LET_GO,
                    swapped.committed(Map.of(
                            Phase.NOTICE,
                            Duration.ofMillis(1),
                            Phase.STAGE,
                            Duration.ofMillis(3),
                            Phase.PROBATION,
                            Duration.ofSeconds(10),
                            Phase.COMMIT,
                            Duration.ofMillis(2),
                            Phase.LET_GO,
                            Duration.ofMillis(4))));
        });
        assertEquals(1, events.size());
        RecordedEvent event = events.get(0);
        assertAll(
                () -> assertEquals("heartbeat", event.getString("task")),
                () -> assertEquals(3, event.getLong("fromGeneration")),
                () -> assertEquals("4", event.getString("toGeneration")),
                () -> assertEquals("RELOADED", event.getString("outcome")),
                () -> assertEquals("file conf/tasks/heartbeat.yaml", event.getString("requester")),
                () -> assertEquals("config changed", event.getString("reason")),
                () -> assertEquals(Duration.ofMillis(12), event.getDuration("build")),
                () -> assertEquals(Duration.ofSeconds(10), event.getDuration("probation")),
                () -> assertEquals(Duration.ofMillis(1), event.getDuration("notice")),
                () -> assertEquals(Duration.ofMillis(3), event.getDuration("stage")),
                () -> assertEquals(Duration.ofMillis(2), event.getDuration("commit")),
                () -> assertEquals(Duration.ofMillis(4), event.getDuration("letGo")));
    }

    @Test
    void whatFailsOnProbationGivesWayToWhatIsBroughtBack() throws Exception {
        List<RecordedEvent> events = recorded(() -> {
            started("config changed");
            step(HostEvent.Step.SWAPPED, FakeControl.report("heartbeat", Outcome.RELOADED, 3, 4, "config changed"));
            started("generation 4 failed");
            step(HostEvent.Step.ROLLED_BACK, BACK);
            step(HostEvent.Step.LET_GO, BACK);
        });
        assertEquals(List.of("GAVE_WAY", "ROLLED_BACK"), outcomes(events));
    }

    @Test
    void whatIsBroughtBackProvedLastsUntilWhatFailedIsLetGo() throws Exception {
        List<RecordedEvent> events = recorded(() -> {
            started("generation 4 failed");
            step(HostEvent.Step.ROLLED_BACK, BACK);
            step(
                    HostEvent.Step.LET_GO,
                    BACK.committed(Map.of(Phase.COMMIT, Duration.ofMillis(2), Phase.LET_GO, Duration.ofMillis(4))));
        });
        assertEquals(List.of("ROLLED_BACK"), outcomes(events));
        assertEquals(Duration.ofMillis(2), events.get(0).getDuration("commit"));
        assertEquals(Duration.ofMillis(4), events.get(0).getDuration("letGo"));
    }

    @Test
    void whatWasGoneBackToUnprovedLastsOverItsProbation() throws Exception {
        ReloadReport back = FakeControl.report("heartbeat", Outcome.RESTORED, 4, 5, "rollback asked for");
        ReloadReport committed =
                back.committed(Map.of(Phase.PROBATION, Duration.ofSeconds(10), Phase.COMMIT, Duration.ofMillis(2)));
        List<RecordedEvent> events = recorded(() -> {
            started("rollback asked for");
            step(HostEvent.Step.ROLLED_BACK, back);
            step(HostEvent.Step.COMMITTED, committed);
            step(HostEvent.Step.LET_GO, committed.timed(Map.of(Phase.LET_GO, Duration.ofMillis(4))));
        });
        assertEquals(List.of("RESTORED"), outcomes(events));
        assertEquals(Duration.ofSeconds(10), events.get(0).getDuration("probation"));
        assertEquals(Duration.ofMillis(2), events.get(0).getDuration("commit"));
        assertEquals(Duration.ofMillis(4), events.get(0).getDuration("letGo"));
    }

    @Test
    void aRollbackThatANewerReloadFollowsAtOnceWasOneAllTheSame() throws Exception {
        List<RecordedEvent> events = recorded(() -> {
            started("generation 4 failed");
            step(HostEvent.Step.ROLLED_BACK, BACK);
            started("config changed");
            ReloadReport swapped = FakeControl.report("heartbeat", Outcome.RELOADED, 5, 6, "config changed");
            step(HostEvent.Step.SWAPPED, swapped);
            step(HostEvent.Step.LET_GO, BACK);
            step(HostEvent.Step.COMMITTED, swapped.committed(Map.of()));
            step(HostEvent.Step.LET_GO, swapped.committed(Map.of()));
        });
        assertEquals(List.of("ROLLED_BACK", "RELOADED"), outcomes(events));
    }

    @Test
    void aRefusalBesideAProbationEndsTheRefusedOneAlone() throws Exception {
        ReloadReport swapped = FakeControl.report("heartbeat", Outcome.RELOADED, 3, 4, "config changed");
        List<RecordedEvent> events = recorded(() -> {
            started("config changed");
            step(HostEvent.Step.SWAPPED, swapped);
            started("config changed again");
            step(HostEvent.Step.REFUSED, FakeControl.report("heartbeat", Outcome.REFUSED, 4, 4, "create: no route"));
            step(HostEvent.Step.COMMITTED, swapped.committed(Map.of()));
            step(HostEvent.Step.LET_GO, swapped.committed(Map.of()));
        });
        assertEquals(List.of("REFUSED", "RELOADED"), outcomes(events));
    }

    @Test
    void aFileThatIsRefusedBesideABuildDoesNotEndIt() throws Exception {
        ReloadReport swapped = FakeControl.report("heartbeat", Outcome.RELOADED, 3, 4, "restart asked for");
        List<RecordedEvent> events = recorded(() -> {
            started("restart asked for");
            records.accept(new HostEvent.ReloadStep(
                    TASK,
                    Instant.EPOCH,
                    HostEvent.Step.REFUSED,
                    FakeControl.report("heartbeat", Outcome.REFUSED, 3, 3, "no key 'plugin'"),
                    true));
            step(HostEvent.Step.SWAPPED, swapped);
            step(HostEvent.Step.COMMITTED, swapped.committed(Map.of()));
            step(HostEvent.Step.LET_GO, swapped.committed(Map.of()));
        });
        assertEquals(List.of("RELOADED"), outcomes(events));
    }

    @Test
    void whatStillLetsGoIsOverWhenTheNextOneIsSwappedIn() throws Exception {
        ReloadReport swapped = FakeControl.report("heartbeat", Outcome.RELOADED, 3, 4, "config changed");
        List<RecordedEvent> events = recorded(() -> {
            started("config changed");
            step(HostEvent.Step.SWAPPED, swapped);
            step(HostEvent.Step.COMMITTED, swapped.committed(Map.of()));
            started("config changed again");
            step(HostEvent.Step.SWAPPED, FakeControl.report("heartbeat", Outcome.RELOADED, 4, 5, "config changed"));
            step(HostEvent.Step.LET_GO, swapped.committed(Map.of()));
        });
        assertEquals(List.of("RELOADED"), outcomes(events));
    }

    @Test
    void aTaskThatGoesEndsItsReload() throws Exception {
        List<RecordedEvent> events = recorded(() -> {
            started("first build");
            records.accept(
                    new HostEvent.StateChanged(TASK, Instant.EPOCH, TaskState.STOPPING, TaskState.STOPPED, "gone"));
        });
        assertEquals(List.of("GAVE_WAY"), outcomes(events));
    }

    private static List<String> outcomes(List<RecordedEvent> events) {
        return events.stream().map(event -> event.getString("outcome")).toList();
    }

    @Test
    void aRuntimeWithoutTheRecorderManagesTasksAllTheSame() throws Exception {
        Process small = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--limit-modules",
                        "java.management,java.naming,java.xml,java.logging",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FlightRecordsTest.Small.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(small.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, small.waitFor(), said);
        assertEquals("without jdk.jfr: false", said.lines().reduce("", (before, line) -> line), said);
    }

    /** Runs where the module is missing. */
    static final class Small {
        public static void main(String[] arguments) {
            FakeControl control = new FakeControl();
            try (Management management = Management.start(ManagementFactory.getPlatformMBeanServer(), control)) {
                control.tell(new HostEvent.ReloadStarted(TASK, Instant.EPOCH, "first build", FILE));
                management.state(HostState.RUNNING);
            }
            System.out.println("without jdk.jfr: "
                    + ModuleLayer.boot().findModule("jdk.jfr").isPresent());
        }
    }
}
