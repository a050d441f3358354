package io.reseat.host.management;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Digest;
import io.reseat.host.model.Place;
import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.PluginStatus;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.management.Attribute;
import javax.management.JMX;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementTest {
    private static final TaskName HEARTBEAT = new TaskName("heartbeat");
    private static final TaskName BROKEN = new TaskName("broken");
    private static final Place PLACE = new Place("conf/tasks/broken.yaml", 3, 5);

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final FakeControl control = new FakeControl();
    private Management management;
    private RemoteMBeans remote;
    private MBeanServerConnection client;
    private HostMXBean host;

    @BeforeEach
    void startWithTwoTasks() throws Exception {
        control.with(Statuses.running("heartbeat"), Statuses.task("broken", TaskState.REFUSED, "its file is wrong"));
        management = Management.start(server, control, Duration.ofMillis(300));
        management.tasks(Set.of(HEARTBEAT, BROKEN), Set.of());
        remote = new RemoteMBeans(server);
        client = remote.connection();
        host = JMX.newMXBeanProxy(client, Management.HOST, HostMXBean.class);
    }

    @AfterEach
    void stop() throws Exception {
        remote.close();
        management.close();
    }

    private TaskMXBean task(TaskName name) {
        return JMX.newMXBeanProxy(client, Management.nameOf(name), TaskMXBean.class);
    }

    @Test
    void everyTaskIsARowOfTheHost() {
        List<TaskRow> rows = host.getTasks();
        assertEquals(
                List.of("broken", "heartbeat"), rows.stream().map(TaskRow::task).toList());
        TaskRow row = rows.get(1);
        assertAll(
                () -> assertEquals("RUNNING", row.state()),
                () -> assertEquals(3, row.generation()),
                () -> assertEquals("heartbeat", row.plugin()),
                () -> assertEquals("1.2.0", row.version()),
                () -> assertEquals(41, row.cycles()),
                () -> assertEquals("IOException: no route", row.lastError()),
                () -> assertFalse(row.attention()));
    }

    @Test
    void aTaskThatIsDownIsAmongTheFailedOnes() {
        assertEquals(
                List.of("broken"),
                host.getFailedTasks().stream().map(TaskRow::task).toList());
    }

    @Test
    void problemsOfFilesPluginsAndTasksAreShownOnce() {
        Problem problem = new Problem(PLACE, "unknown key 'mesage'");
        control.problems.add(problem);
        control.plugins.add(new PluginStatus(new PluginId("p"), List.of(), Map.of(), List.of(problem)));
        assertEquals(List.of("conf/tasks/broken.yaml:3:5: unknown key 'mesage'"), host.getProblems());
        assertEquals("ATTENTION", host.getHealth());
        assertEquals(List.of("a file is refused"), host.getHealthReasons());
    }

    @Test
    void allAttributesOfOneCallComeFromOneLook() throws Exception {
        String[] all = names(client.getMBeanInfo(Management.HOST).getAttributes());
        int before = control.looks.get();
        assertEquals(all.length, client.getAttributes(Management.HOST, all).size());
        assertEquals(1, control.looks.get() - before);
    }

    @Test
    void everyAttributeOfATaskCanBeReadByAClientWithoutOurClasses() throws Exception {
        ObjectName name = Management.nameOf(HEARTBEAT);
        for (MBeanFeatureInfo attribute : client.getMBeanInfo(name).getAttributes()) {
            assertTrue(attribute.getDescriptor().getFieldValue("openType") instanceof OpenType, attribute.getName());
            client.getAttribute(name, attribute.getName());
        }
        assertTrue(((CompositeData[]) client.getAttribute(Management.HOST, "Tasks")).length == 2);
    }

    @Test
    void aTasksBeanShowsWhatItsPluginMeasuresAndRisks() throws Exception {
        control.metrics.put("probes_total", 12.0);
        assertEquals(Map.of("probes_total", 12.0), task(HEARTBEAT).getMetrics());
        assertTrue(client.getAttribute(Management.nameOf(HEARTBEAT), "Metrics") instanceof TabularData);
        assertEquals(
                List.of("it carries its own copy of org.slf4j: it is ignored"),
                task(HEARTBEAT).getWarnings());
    }

    @Test
    void generationsThatWereLeftAloneAreCounted() {
        control.quarantined = 2;
        assertEquals(2, host.getQuarantined());
    }

    @Test
    void aTasksBeanShowsItsGenerationConfigAndFigures() {
        TaskMXBean task = task(HEARTBEAT);
        assertAll(
                () -> assertEquals("every 3s", task.getSchedule()),
                () -> assertEquals(List.of("message: hello", "password: ***"), task.getConfig()),
                () -> assertEquals(1.5, task.getLastCycleMillis()),
                () -> assertEquals(
                        List.of("java.io.IOException: no route", "\tat X.y(X.java:1)"), task.getLastErrorStack()),
                () -> assertEquals(30_000, task.getTimeoutMillis()),
                () -> assertEquals(3_000, task.getNextRun().getTime()),
                () -> assertNull(task.getLastReport()));
    }

    @Test
    void anAnswerStartsWithTheOperationAndThenNamesEachProblem() {
        control.reports.add(FakeControl.report("heartbeat", Outcome.RELOADED, 3, 4, "its config changed"));
        control.reports.add(FakeControl.report(
                "broken", Outcome.REFUSED, 0, 0, "its file is wrong", new Problem(PLACE, "unknown key 'mesage'")));
        control.reports.add(FakeControl.report("calm", Outcome.UNCHANGED, 1, 1, ""));
        assertEquals("""
                reloadConfig: 1 refused, 1 reloaded, 1 unchanged
                broken: refused, its file is wrong
                  conf/tasks/broken.yaml:3:5: unknown key 'mesage'
                heartbeat: reloaded 3 -> 4, its config changed""", host.reloadConfig());
    }

    @Test
    void everyOperationReachesTheControlWithWhoAsked() {
        host.restartTask("heartbeat");
        host.pauseTask("heartbeat");
        task(HEARTBEAT).resume();
        task(HEARTBEAT).runNow();
        assertEquals(
                List.of(
                        "restart heartbeat by jmx restartTask",
                        "pause heartbeat by jmx pauseTask",
                        "resume heartbeat by jmx resume",
                        "runNow heartbeat by jmx runNow"),
                control.asked);
    }

    @Test
    void aTaskIsRestartedWithoutStateFromBothBeans() {
        assertEquals(
                "restartTaskWithoutState heartbeat: reloaded 3 -> 4\nasked for, without state",
                host.restartTaskWithoutState("heartbeat"));
        assertEquals(
                "restartWithoutState heartbeat: reloaded 3 -> 4\nasked for, without state",
                task(HEARTBEAT).restartWithoutState());
    }

    @Test
    void aTaskIsRestartedFromItsOwnBeanWithoutAParameter() {
        assertEquals(
                "restartTask heartbeat: reloaded 3 -> 4\nasked for",
                task(HEARTBEAT).restartTask());
    }

    @Test
    void anUnknownTaskIsAnsweredWithThoseThatExist() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> host.restartTask("String"));
        assertEquals("no task 'String'; there are: [broken, heartbeat]", e.getMessage());
    }

    @Test
    void noClassOfOursCrossesTheWireInAFailure() {
        RuntimeMBeanException e = assertThrows(
                RuntimeMBeanException.class,
                () -> client.invoke(
                        Management.HOST, "restartTask", new Object[] {"x"}, new String[] {String.class.getName()}));
        assertSame(IllegalArgumentException.class, e.getTargetException().getClass());
        assertNull(e.getTargetException().getCause());
        assertEquals(0, e.getTargetException().getStackTrace().length);
    }

    @Test
    void aFailureOfThePluginBecomesFlatText() {
        control.failure = new java.io.UncheckedIOException("disk", new java.io.IOException("no space"));
        IllegalStateException e = assertThrows(IllegalStateException.class, host::reloadConfig);
        assertEquals("UncheckedIOException disk: IOException no space", e.getMessage());
    }

    @Test
    void anUnknownOperationIsRefusedByName() {
        RuntimeMBeanException e = assertThrows(
                RuntimeMBeanException.class,
                () -> client.invoke(Management.HOST, "explode", new Object[0], new String[0]));
        assertEquals(
                "there is no operation explode with these parameters",
                e.getTargetException().getMessage());
    }

    @Test
    void anAttributeCannotBeSet() {
        assertThrows(
                RuntimeMBeanException.class,
                () -> client.setAttribute(Management.HOST, new Attribute("State", "STOPPING")));
    }

    @Test
    void rollbackGoesToTheGenerationThatIsNamedAndZeroToTheNewestGoodOne() {
        assertEquals("rollbackTask heartbeat: restored 3 -> 4 (from 2)\nasked for", host.rollbackTask("heartbeat", 2));
        assertEquals(
                "rollback heartbeat: restored 3 -> 4 (from 1)\nasked for",
                task(HEARTBEAT).rollback(0));
        assertEquals(
                List.of("rollback 2 heartbeat by jmx rollbackTask", "rollback heartbeat by jmx rollback"),
                control.asked);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> host.rollbackTask("heartbeat", -1));
        assertTrue(e.getMessage().contains("-1 is less than 0"), e.getMessage());
    }

    @Test
    void aTasksBeanShowsHowFarItsGenerationIsToBeTrusted() {
        control.with(Statuses.broughtBack("heartbeat"));
        TaskMXBean task = task(HEARTBEAT);
        assertAll(
                () -> assertEquals("8 (from 5)", task.getGenerationLabel()),
                () -> assertEquals(0, task.getRevision()),
                () -> assertEquals(5, task.getBroughtBackFrom()),
                () -> assertEquals("on probation for 10s and until a cycle ends well", task.getProbation()),
                () -> assertEquals(
                        "failed on probation: no route",
                        task.getHeldContents().get(0).why()));
    }

    @Test
    void aTasksPastIsATableOfOpenTypesAndAText() throws Exception {
        control.with(Statuses.broughtBack("heartbeat"));
        control.history.addAll(Statuses.past());
        assertTrue(client.getAttribute(Management.nameOf(HEARTBEAT), "History") instanceof CompositeData[]);
        List<HistoryRow> past = task(HEARTBEAT).getHistory();
        assertAll(
                () -> assertEquals(
                        List.of("8 (from 5)", "7.1", "6"),
                        past.stream().map(HistoryRow::label).toList()),
                () -> assertTrue(past.get(0).proved()),
                () -> assertFalse(past.get(2).built()),
                () -> assertEquals(15.0, past.get(0).millisUntilSwap()));
        String text = task(HEARTBEAT).history();
        assertTrue(text.startsWith("history heartbeat: generation 8 (from 5) runs, newest first\nheld since "), text);
        assertTrue(text.contains("7.1 reloaded, not proved:"), text);
        text.lines().forEach(line -> assertTrue(line.length() <= 60, line));
    }

    @Test
    void aCallThatTakesLongIsToldThatItsWorkGoesOn() {
        control.stuck = new CompletableFuture<>();
        assertTrue(host.reloadConfig().startsWith("reloadConfig: still running after 300ms;"), host.reloadConfig());
        assertTrue(host.restartTask("heartbeat").startsWith("restartTask heartbeat: still running after"));
    }

    @Test
    void theStateIsWhatTheHostsWiringSays() {
        assertEquals("STARTING", host.getState());
        management.state(HostState.RUNNING);
        assertEquals("RUNNING", host.getState());
    }

    @Test
    void planAndCheckSayWhatAReloadWouldDo() {
        control.plan.add(new PlannedAction(HEARTBEAT, PlannedAction.Kind.KEEP, ""));
        assertEquals("checkConfig: the one task is fine", host.checkConfig());
        control.plan.add(new PlannedAction(BROKEN, PlannedAction.Kind.REFUSE, "its file is wrong"));
        assertEquals("plan: 1 keep, 1 refuse\nbroken: refuse, its file is wrong", host.plan());
        assertEquals(
                "checkConfig: 1 of 2 tasks cannot be taken, 0 problems in\n  files\nbroken: refuse, its file is wrong",
                host.checkConfig());
    }

    @Test
    void tasksAreFoundByAPartOrAPattern() {
        assertTrue(host.findTasks("HEART").contains("\nheartbeat: RUNNING, generation 3, heartbeat@1.2.0"));
        assertTrue(host.findTasks("b?oken").startsWith("findTasks b?oken: 1 found\nbroken: REFUSED"));
        assertEquals("findTasks x*: 0 found", host.findTasks("x*"));
    }

    @Test
    void lastReportsRefusesANumberThatMakesNoSense() {
        assertThrows(IllegalArgumentException.class, () -> host.lastReports(0));
        control.reports.add(FakeControl.report("heartbeat", Outcome.ROLLED_BACK, 3, 3, "its first cycle failed"));
        assertEquals(
                "lastReports: 1, newest first\nheartbeat: rolled back, its first cycle failed", host.lastReports(5));
    }

    @Test
    void aPluginsBeanShowsEachVersionAndWhoRunsOnIt() throws Exception {
        Digest gone = Digest.of(new byte[] {9});
        control.plugins.add(new PluginStatus(
                new PluginId("heartbeat"),
                List.of(Statuses.artifact()),
                Map.of(Statuses.artifact().digest(), List.of(HEARTBEAT), gone, List.of(BROKEN)),
                List.of(new Problem(Place.of("plugins/heartbeat-2.jar"), "half written"))));
        management.plugins(Set.of(new PluginId("heartbeat")), Set.of());
        PluginMXBean plugin =
                JMX.newMXBeanProxy(client, Management.nameOf(new PluginId("heartbeat")), PluginMXBean.class);
        List<VersionRow> versions = plugin.getVersions();
        assertAll(
                () -> assertEquals(
                        List.of("1.2.0", ""),
                        versions.stream().map(VersionRow::version).toList()),
                () -> assertEquals(List.of("heartbeat"), versions.get(0).usedBy()),
                () -> assertFalse(versions.get(1).present()),
                () -> assertEquals(List.of("broken", "heartbeat"), plugin.getUsedBy()),
                () -> assertEquals(List.of("plugins/heartbeat-2.jar: half written"), plugin.getRefused()));
        management.plugins(Set.of(), Set.of(new PluginId("heartbeat")));
        assertFalse(client.isRegistered(Management.nameOf(new PluginId("heartbeat"))));
    }

    @Test
    void everyFeatureIsDescribedAndEveryOperationSaysItsImpact() throws Exception {
        management.plugins(Set.of(new PluginId("p")), Set.of());
        for (ObjectName name : client.queryNames(new ObjectName("io.reseat:*"), null)) {
            MBeanInfo info = client.getMBeanInfo(name);
            assertDescribed(info.getDescription(), name.toString());
            for (MBeanFeatureInfo attribute : info.getAttributes()) {
                assertDescribed(attribute.getDescription(), attribute.getName());
            }
            for (MBeanOperationInfo operation : info.getOperations()) {
                assertOperation(operation);
            }
        }
    }

    private static void assertOperation(MBeanOperationInfo operation) {
        boolean reads = operation.getImpact() == MBeanOperationInfo.INFO;
        assertTrue(reads || operation.getImpact() == MBeanOperationInfo.ACTION, operation.getName());
        assertTrue(
                operation.getDescription().endsWith(reads ? "[INFO: only reads]" : "[ACTION: changes]"),
                operation.getDescription());
        assertDescribed(operation.getDescription(), operation.getName());
        for (MBeanParameterInfo parameter : operation.getSignature()) {
            assertFalse(parameter.getName().matches("p\\d+|arg\\d+"), operation.getName());
            assertDescribed(parameter.getDescription(), parameter.getName());
        }
    }

    private static void assertDescribed(String description, String feature) {
        assertTrue(description.contains(" ") && !description.equals(feature), feature + ": " + description);
        assertFalse(description.startsWith("Information on the management interface"), feature);
    }

    @Test
    void noOperationIsOverloaded() throws Exception {
        for (ObjectName name : client.queryNames(new ObjectName("io.reseat:*"), null)) {
            String[] names = names(client.getMBeanInfo(name).getOperations());
            assertEquals(names.length, Set.of(names).size(), name.toString());
        }
    }

    @Test
    void tenThousandTaskBeansShareOneDescription() throws Exception {
        Set<TaskName> many = IntStream.range(0, 10_000)
                .mapToObj(i -> new TaskName("task-" + i))
                .collect(java.util.stream.Collectors.toSet());
        management.tasks(many, Set.of());
        assertEquals(
                10_002,
                server.queryNames(new ObjectName("io.reseat:type=Task,*"), null).size());
        assertSame(
                server.getMBeanInfo(Management.nameOf(new TaskName("task-1"))),
                server.getMBeanInfo(Management.nameOf(new TaskName("task-9999"))));
    }

    @Test
    void aTaskThatGoesTakesItsBeanAlong() {
        control.tasks.remove(BROKEN);
        TaskMXBean task = task(BROKEN);
        assertEquals(
                "task broken is gone: its file was removed",
                assertThrows(IllegalStateException.class, task::getState).getMessage());
        management.tasks(Set.of(), Set.of(BROKEN));
        assertFalse(server.isRegistered(Management.nameOf(BROKEN)));
    }

    @Test
    void nothingIsLeftRegisteredAfterClose() throws Exception {
        management.close();
        assertEquals(Set.of(), server.queryNames(new ObjectName("io.reseat:*"), null));
    }

    @Test
    void aSecondHostInTheSameServerIsRefused() {
        assertThrows(IllegalStateException.class, () -> Management.start(server, control));
        assertEquals("/srv/home", host.getHome()); // the first one goes on
    }

    private static String[] names(MBeanFeatureInfo[] features) {
        return java.util.Arrays.stream(features).map(MBeanFeatureInfo::getName).toArray(String[]::new);
    }

    @Test
    void aReportNeverSaysAThingTwice() {
        Problem problem = new Problem(PLACE, "unknown key");
        assertEquals(
                "paused; kept",
                ReportRow.of(FakeControl.report("t", Outcome.PAUSED, 3, 3, "paused; kept"))
                        .sentence());
        assertEquals(
                "resumed",
                ReportRow.of(FakeControl.report("t", Outcome.RESUMED, 3, 3, "resumed"))
                        .sentence());
        assertEquals(
                "unchanged",
                ReportRow.of(FakeControl.report("t", Outcome.UNCHANGED, 3, 3, ""))
                        .sentence());
        assertEquals(
                "added as generation 1, first build",
                ReportRow.of(FakeControl.report("t", Outcome.ADDED, 0, 1, "first build"))
                        .sentence());
        assertEquals(
                List.of(),
                ReportRow.of(FakeControl.report("t", Outcome.REFUSED, 3, 3, problem + "; goes on", problem))
                        .otherProblems());
    }
}
