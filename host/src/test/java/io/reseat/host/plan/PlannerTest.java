package io.reseat.host.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.config.Parsed;
import io.reseat.host.config.TaskFiles;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.Place;
import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
    private static final TaskName TASK = new TaskName("one");
    private static final TaskFiles FILES = new TaskFiles(name -> null, new byte[32], Path.of("/home"));
    private static final Artifact V1 = artifact("beat", "1.0.0");
    private static final Artifact V2 = artifact("beat", "2.0.0");
    private static final TaskSpec SPEC = spec("plugin: beat\nschedule: every 1h\nconfig: {a: 1}");

    private static Artifact artifact(String id, String version) {
        return file(id, version, id + "-" + version + ".jar");
    }

    private static Artifact file(String id, String version, String name) {
        Digest digest = Digest.of((version + name).getBytes(StandardCharsets.UTF_8));
        return new Artifact(
                new PluginId(id),
                new Version(version),
                digest,
                Path.of("/store", digest.hex()),
                false,
                "plugins/" + name,
                1);
    }

    private static Catalog catalog(Artifact... found) {
        return Catalog.of(List.of(found), Map.of());
    }

    private static final Optional<Actual.Live> LIVE = Optional.of(new Actual.Live(false, false, Set.of()));

    private static TaskSpec spec(String yaml) {
        Parsed<TaskSpec> parsed = FILES.parse("conf/tasks/one.yaml", TASK, yaml.getBytes(StandardCharsets.UTF_8));
        return parsed.value().orElseThrow(() -> new AssertionError(parsed.problems()));
    }

    private static Optional<Wanted> wanted(TaskSpec spec) {
        return Optional.of(new Wanted.Task(spec));
    }

    private static Action.Build built(TaskSpec spec, Artifact artifact, Action.Way way, String reason) {
        return new Action.Build(spec, artifact, way, reason, "", List.of());
    }

    /** What would be built, without its details. */
    private static Action plain(Action action) {
        return action instanceof Action.Build build
                ? built(build.spec(), build.artifact(), build.way(), build.reason())
                : action;
    }

    private static Actual running(TaskSpec spec, Artifact artifact) {
        return new Actual(TASK, Optional.of(new Actual.Built(spec, artifact)), true, LIVE, Map.of(), Optional::empty);
    }

    private static Actual closed(TaskSpec spec, Artifact artifact) {
        return new Actual(
                TASK,
                Optional.of(new Actual.Built(spec, artifact)),
                false,
                Optional.empty(),
                Map.of(),
                Optional::empty);
    }

    private static Actual holding(Actual actual, BuildKey... held) {
        Map<BuildKey, String> reasons =
                Arrays.stream(held).collect(Collectors.toMap(key -> key, key -> "failed before: create failed"));
        return new Actual(TASK, actual.built(), actual.open(), actual.live(), reasons, actual.lastGood());
    }

    private static Action decide(TaskSpec spec, Actual actual, Catalog catalog) {
        return plain(Planner.decide(wanted(spec), actual, catalog, false));
    }

    private static void assertShown(PlannedAction.Kind kind, String reason, Action action) {
        PlannedAction shown = action.shown(TASK);
        assertEquals(new PlannedAction(TASK, kind, reason), new PlannedAction(TASK, shown.kind(), shown.reason()));
    }

    @Test
    void aTaskWhoseFileIsGoneIsRemovedWhateverElseThereIs() {
        assertShown(
                PlannedAction.Kind.REMOVE,
                "its file is gone",
                Planner.decide(Optional.empty(), running(SPEC, V1), catalog(V1, V2), true));
    }

    @Test
    void aBrokenFileIsRefusedWithItsFirstProblemAndHowManyMore() {
        Problem first = new Problem(Place.of("conf/tasks/one.yaml"), "no");
        Optional<Wanted> broken = Optional.of(new Wanted.Broken(List.of(first, first, first)));
        Action atFirst = Planner.decide(broken, Actual.nothing(TASK), catalog(V1), true);
        assertShown(PlannedAction.Kind.REFUSE, "conf/tasks/one.yaml: no (and 2 more)", atFirst);
        assertEquals(List.of(first, first, first), ((Action.Refuse) atFirst).problems());
        Optional<Wanted> once = Optional.of(new Wanted.Broken(List.of(first)));
        assertShown(
                PlannedAction.Kind.REFUSE,
                "conf/tasks/one.yaml: no; what runs goes on",
                Planner.decide(once, running(SPEC, V1), catalog(V1), false));
    }

    @Test
    void aTaskThatIsOffIsDisabledAlsoWithoutItsPlugin() {
        TaskSpec off = spec("plugin: beat\nenabled: false\nschedule: every 1h");
        assertShown(PlannedAction.Kind.DISABLE, "enabled: false", decide(off, running(SPEC, V1), Catalog.EMPTY));
    }

    @Test
    void aNewTaskIsBuiltFirst() {
        Action action = decide(SPEC, Actual.nothing(TASK), catalog(V1));
        assertEquals(built(SPEC, V1, Action.Way.FIRST, "first build, from beat@1.0.0"), action);
        assertEquals(PlannedAction.Kind.START, action.kind());
    }

    @Test
    void aTaskThatWasClosedIsBuiltFirstAgainAlsoFromTheSameContent() {
        assertEquals(
                PlannedAction.Kind.START,
                decide(SPEC, closed(SPEC, V1), catalog(V1)).kind());
    }

    @Test
    void whatRunsAsWantedIsKept() {
        assertEquals(new Action.Keep(SPEC, "unchanged"), decide(SPEC, running(SPEC, V1), catalog(V1)));
        TaskSpec commented = spec("# a comment\nplugin: beat\nschedule: every 1h\nconfig:\n  a: 1");
        assertEquals(
                PlannedAction.Kind.KEEP,
                decide(commented, running(SPEC, V1), catalog(V1)).kind());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schedule: every 2h                                       | schedule changed",
                "schedule: every 1h\\nmissed: skip                        | missed changed",
                "schedule: every 1h\\ntimeout: 7s                         | timeout changed",
                "schedule: every 1h\\nreload: {drain: 7s}                 | reload changed",
                "schedule: every 1h\\nrestart: {rebuild-after: 7}         | restart changed",
                "schedule: every 1h\\nprocess: {heap: 64m, standby: 1} | process changed",
                "schedule: every 1h\\non-stuck: process                | on-stuck changed",
                "schedule: every 2h\\ntimeout: 7s\\nmissed: skip          | schedule, missed, timeout changed"
            })
    void schedulesAndPoliciesAreAppliedToWhatRuns(String keys, String reason) {
        TaskSpec changed = spec("plugin: beat\nconfig: {a: 1}\n" + keys.replace("\\n", "\n"));
        assertEquals(new Action.Apply(changed, reason), decide(changed, running(SPEC, V1), catalog(V1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "config: {a: 2}                        | config changed",
                "config: {a: 1}\\ntype: other          | type changed",
                "config: {a: 1}\\nisolation: plugin    | isolation changed to plugin",
                "config: {a: 1}\\nrunner: process       | runner changed from thread to process",
                "config: {a: 2}\\ntimeout: 7s          | config changed",
                "type: other\\nisolation: plugin       | config changed, type changed, isolation changed to plugin"
            })
    void allElseThatChangesMakesAReload(String keys, String reason) {
        TaskSpec changed = spec("plugin: beat\nschedule: every 1h\n" + keys.replace("\\n", "\n"));
        assertEquals(built(changed, V1, Action.Way.REPLACE, reason), decide(changed, running(SPEC, V1), catalog(V1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "heap: 65m             | RELOAD  | process changed",
                "jvm-args: [-Xss1m]    | RELOAD  | process changed",
                "heap: 64MiB           | KEEP    | unchanged",
                "heap: 64m, standby: 2 | APPLY   | process changed"
            })
    void whatAChildIsStartedWithMakesAReloadAndHowManyStandByDoesNot(
            String process, PlannedAction.Kind kind, String reason) {
        String file = "plugin: beat\nschedule: every 1h\nrunner: process\nprocess: ";
        TaskSpec before = spec(file + "{ heap: 64m }");
        assertShown(kind, reason, decide(spec(file + "{ " + process + " }"), running(before, V1), catalog(V1)));
    }

    @Test
    void aChildThatDidNotStartIsTriedWithOtherOptions() {
        String file = "plugin: beat\nschedule: every 1h\nrunner: process\nprocess: ";
        TaskSpec failing = spec(file + "{ heap: 16m }");
        Actual held = holding(Actual.nothing(TASK), BuildKey.of(failing, V1));
        assertEquals(PlannedAction.Kind.HOLD, decide(failing, held, catalog(V1)).kind());
        TaskSpec larger = spec(file + "{ heap: 32m }");
        assertEquals(PlannedAction.Kind.START, decide(larger, held, catalog(V1)).kind());
    }

    @Test
    void anotherVersionIsSaidToBeOneAndADowngradeToo() {
        assertShown(
                PlannedAction.Kind.RELOAD,
                "plugin beat 1.0.0 → 2.0.0",
                decide(SPEC, running(SPEC, V1), catalog(V1, V2)));
        assertShown(
                PlannedAction.Kind.RELOAD,
                "plugin beat 2.0.0 → 1.0.0, a downgrade",
                decide(SPEC, running(SPEC, V2), catalog(V1)));
    }

    @Test
    void theSameVersionWithOtherBytesIsARebuiltPlugin() {
        Artifact again = file("beat", "1.0.0", "again.jar");
        assertShown(
                PlannedAction.Kind.RELOAD,
                "plugin beat@1.0.0 rebuilt (" + V1.digest().brief() + " → "
                        + again.digest().brief() + ")",
                decide(SPEC, running(SPEC, V1), catalog(again)));
    }

    @Test
    void ofTwoFilesWithOneVersionTheOneThatRunsStays() {
        Artifact later = file("beat", "1.0.0", "zz.jar");
        Artifact earlier = file("beat", "1.0.0", "aa.jar");
        assertEquals(new Action.Keep(SPEC, "unchanged"), decide(SPEC, running(SPEC, earlier), catalog(earlier, later)));
        assertEquals(later, ((Action.Build) decide(SPEC, Actual.nothing(TASK), catalog(earlier, later))).artifact());
    }

    @Test
    void anotherPluginIsNamedWithItsVersion() {
        Artifact other = artifact("pulse", "3.0.0");
        TaskSpec moved = spec("plugin: pulse\nschedule: every 1h\nconfig: {a: 1}");
        assertShown(
                PlannedAction.Kind.RELOAD,
                "plugin beat@1.0.0 → pulse@3.0.0",
                decide(moved, running(SPEC, V1), catalog(V1, other)));
    }

    @ParameterizedTest
    @CsvSource({
        "beat, 2.1.0",
        "beat@1.x, 1.10.0",
        "beat@1.9.x, 1.9.3",
        "beat@1.9.0, 1.9.0",
        "beat@1.9, 1.9.0",
        "beat@2.x, 2.1.0",
        "beat@2.1.0-rc.1, 2.1.0-rc.1"
    })
    void aTaskTakesTheHighestVersionThatItsReferenceAdmits(String reference, String taken) {
        Artifact[] all = List.of("1.9.0", "1.9.3", "1.10.0", "2.0.0", "2.1.0-rc.1", "2.1.0").stream()
                .map(version -> artifact("beat", version))
                .toArray(Artifact[]::new);
        TaskSpec spec = spec("plugin: " + reference + "\nschedule: every 1h");
        Action.Build build = assertInstanceOf(Action.Build.class, decide(spec, Actual.nothing(TASK), catalog(all)));
        assertEquals(taken, build.artifact().version().text());
    }

    @Test
    void whereNoVersionFitsThoseThatThereAreAreNamed() {
        TaskSpec pinned = spec("plugin: beat@3.x\nschedule: every 1h");
        assertShown(
                PlannedAction.Kind.WAIT,
                "no version of plugin beat fits beat@3.x; there are 2.0.0, 1.0.0",
                decide(pinned, Actual.nothing(TASK), catalog(V1, V2)));
        assertShown(
                PlannedAction.Kind.WAIT,
                "no version of plugin beat fits beat@3.x; there are 2.0.0, 1.0.0; what runs goes on",
                decide(pinned, running(SPEC, V1), catalog(V1, V2)));
    }

    @Test
    void aTaskWaitsForAPluginThatIsNotThereAndThoseThatAreAreNamed() {
        assertShown(
                PlannedAction.Kind.WAIT,
                "waits for plugin beat; there are no plugins",
                decide(SPEC, Actual.nothing(TASK), Catalog.EMPTY));
        assertShown(
                PlannedAction.Kind.WAIT,
                "waits for plugin beat; there are: import, pulse",
                decide(SPEC, closed(SPEC, V1), catalog(artifact("pulse", "1"), artifact("import", "1"))));
    }

    @Test
    void whatRunsStaysWhenItsPluginIsDeletedAndSaysSo() {
        String note = "; the file of beat@1.0.0 is gone, it runs from the store";
        assertEquals(new Action.Keep(SPEC, "unchanged" + note), decide(SPEC, running(SPEC, V1), Catalog.EMPTY));
        TaskSpec changed = spec("plugin: beat\nschedule: every 1h\nconfig: {a: 2}");
        assertEquals(
                built(changed, V1, Action.Way.REPLACE, "config changed" + note),
                decide(changed, running(SPEC, V1), Catalog.EMPTY));
    }

    @Test
    void aPluginThatIsBeingWrittenHoldsUpWhatWouldBeBuiltAndNothingElse() {
        Catalog writing =
                Catalog.of(List.of(V1), Map.of(new PluginId("beat"), "a file of plugin beat is still being written"));
        assertShown(
                PlannedAction.Kind.WAIT,
                "a file of plugin beat is still being written",
                decide(SPEC, Actual.nothing(TASK), writing));
        assertEquals(
                PlannedAction.Kind.KEEP,
                decide(SPEC, running(SPEC, V1), writing).kind());
        Catalog other = Catalog.of(List.of(V1), Map.of(new PluginId("pulse"), "it is changed"));
        assertEquals(
                PlannedAction.Kind.START,
                decide(SPEC, Actual.nothing(TASK), other).kind());
    }

    @Test
    void whatFailedBeforeIsHeldUntilForced() {
        Actual held = holding(running(SPEC, V1), BuildKey.of(SPEC, V2));
        assertShown(
                PlannedAction.Kind.HOLD,
                "plugin beat 1.0.0 → 2.0.0, but just this failed before: create failed; what runs goes on;"
                        + " change the file, or: reseat reload one --force",
                decide(SPEC, held, catalog(V1, V2)));
        Action forced = plain(Planner.decide(wanted(SPEC), held, catalog(V1, V2), true));
        assertEquals(built(SPEC, V2, Action.Way.REPLACE, "plugin beat 1.0.0 → 2.0.0"), forced);
    }

    @Test
    void anyOtherContentThanTheOneThatFailedIsTried() {
        Actual held = holding(running(SPEC, V1), BuildKey.of(SPEC, V2));
        TaskSpec changed = spec("plugin: beat\nschedule: every 1h\nconfig: {a: 2}");
        assertEquals(
                PlannedAction.Kind.RELOAD,
                decide(changed, held, catalog(V1, V2)).kind());
        assertEquals(
                PlannedAction.Kind.RELOAD,
                decide(SPEC, held, catalog(V1, artifact("beat", "2.0.1"))).kind());
        TaskSpec slower = spec("plugin: beat\nschedule: every 2h\nconfig: {a: 1}");
        assertEquals(
                PlannedAction.Kind.HOLD, decide(slower, held, catalog(V1, V2)).kind(), "a schedule is not what failed");
    }

    @Test
    void whatRunsIsKeptAlsoIfItIsHeld() {
        Actual held = holding(running(SPEC, V1), BuildKey.of(SPEC, V1));
        assertEquals(PlannedAction.Kind.KEEP, decide(SPEC, held, catalog(V1)).kind());
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2, false",
        "3, 3, true",
        "3, 5, true",
        "3, 6, false",
        "4, 7, true",
        "50, 100, false",
        "51, 100, true"
    })
    void moreThanHalfAndAtLeastThreeIsAMassRemoval(int vanishing, int all, boolean mass) {
        assertEquals(mass, Planner.isMassRemoval(vanishing, all));
    }

    @Test
    void onlyWhatRunsOnHasASpecToRunBy() {
        assertTrue(new Action.Keep(SPEC, "").runningSpec().isPresent());
        assertTrue(new Action.Apply(SPEC, "").runningSpec().isPresent());
        assertFalse(built(SPEC, V1, Action.Way.REPLACE, "").runningSpec().isPresent());
        assertFalse(new Action.Disable(SPEC, "").runningSpec().isPresent());
    }

    @Test
    void whereNothingRunsAndNothingCanTheLastGoodOneRunsAgain() {
        Actual.LastGood good = new Actual.LastGood(7, new Actual.Built(SPEC, V1));
        Actual before = new Actual(TASK, Optional.empty(), false, Optional.empty(), Map.of(), () -> Optional.of(good));
        Action missing = Planner.decide(wanted(SPEC), before, Catalog.EMPTY, false);
        assertShown(
                PlannedAction.Kind.RUN_LAST_GOOD,
                "waits for plugin beat; there are no plugins; generation 7, the last good one, runs again",
                missing);
        Problem problem = new Problem(Place.of("conf/tasks/one.yaml"), "no");
        Optional<Wanted> broken = Optional.of(new Wanted.Broken(List.of(problem)));
        Action refused = Planner.decide(broken, before, catalog(V1), false);
        assertEquals(List.of(problem), ((Action.RunLastGood) refused).problems());
        assertEquals(
                built(SPEC, V1, Action.Way.FIRST, "first build, from beat@1.0.0"), decide(SPEC, before, catalog(V1)));
        Action held = Planner.decide(wanted(SPEC), holding(before, BuildKey.of(SPEC, V1)), catalog(V1), false);
        assertEquals(PlannedAction.Kind.RUN_LAST_GOOD, held.kind());
    }

    @Test
    void aPureConfigChangeIsTakenInPlaceWhereThatCanBe() {
        Actual pliable = able(new Actual.Live(true, true, Set.of()));
        TaskSpec config = spec("plugin: beat\nschedule: every 1h\nconfig: {a: 2}");
        assertEquals(
                PlannedAction.Kind.RECONFIGURE,
                decide(config, pliable, catalog(V1)).kind());
        TaskSpec more = spec("plugin: beat\nschedule: every 1h\nisolation: plugin\nconfig: {a: 2}");
        assertEquals(
                PlannedAction.Kind.RELOAD, decide(more, pliable, catalog(V1)).kind());
        assertEquals(
                PlannedAction.Kind.RELOAD,
                decide(SPEC, pliable, catalog(V1, V2)).kind());
    }

    @Test
    void anOverlapNeedsTheFileAndThePlugin() {
        TaskSpec overlap = spec("plugin: beat\nschedule: every 1h\nreload: { swap: overlap }\nconfig: {a: 2}");
        assertEquals(Action.Way.OVERLAP, way(overlap, able(new Actual.Live(false, true, Set.of()))));
        assertEquals(Action.Way.REPLACE, way(overlap, able(new Actual.Live(false, false, Set.of()))));
        TaskSpec replace = spec("plugin: beat\nschedule: every 1h\nconfig: {a: 2}");
        assertEquals(Action.Way.REPLACE, way(replace, able(new Actual.Live(false, true, Set.of()))));
    }

    @Test
    void aPlanSaysHowTheChangeWouldTakeThePlaceOfWhatRuns() {
        TaskSpec config = spec("plugin: beat\nschedule: every 1h\nconfig: {a: 2}");
        TaskSpec overlap = spec("plugin: beat\nschedule: every 1h\nreload: { swap: overlap }\nconfig: {a: 2}");
        TaskSpec once = spec("plugin: beat\nschedule: once\nreload: { swap: overlap }\nconfig: {a: 2}");
        Actual stiff = able(new Actual.Live(false, false, Set.of()));
        Actual able = able(new Actual.Live(false, true, Set.of()));
        assertEquals("replace, the old generation ends before the new one starts", swap(config, stiff, V1));
        assertEquals(
                "in place, the running generation takes the config",
                swap(config, able(new Actual.Live(true, true, Set.of())), V1));
        assertEquals("overlap, the new generation runs before the old one ends", swap(overlap, able, V1));
        assertEquals("overlap, if beat@2.0.0 allows it as well, else replace", swap(overlap, able, V2));
        assertEquals("replace, what runs does not allow overlap", swap(overlap, stiff, V1));
        assertEquals("replace, the old generation ends before the new one starts", swap(once, able, V1));
        assertEquals(
                "live, the running generation goes on with it",
                swap(spec("plugin: beat\nschedule: every 2h\nconfig: {a: 1}"), stiff, V1));
        assertEquals("", swap(SPEC, stiff, V1));
        assertEquals("", swap(config, closed(SPEC, V1), V1));
    }

    @Test
    void whereNoHostRunsTheSwapIsSaidAsFarAsItIsKnown() {
        TaskSpec config = spec("plugin: beat\nschedule: every 1h\nconfig: {a: 2}");
        TaskSpec overlap = spec("plugin: beat\nschedule: every 1h\nreload: { swap: overlap }\nconfig: {a: 2}");
        TaskSpec service = spec("plugin: beat\nschedule: service\nconfig: {a: 2}");
        TaskSpec once = spec("plugin: beat\nschedule: once\nreload: { swap: overlap }\nconfig: {a: 2}");
        assertEquals("in place, if the task is Reconfigurable, else replace", stopped(config, V1, true));
        assertEquals("replace", stopped(config, V2, true));
        assertEquals("replace", stopped(service, V1, true));
        assertEquals("replace", stopped(once, V1, true));
        assertEquals(
                "in place, if the task is Reconfigurable, else overlap, if the task is not Stateful, else replace",
                stopped(overlap, V1, true));
        assertEquals(
                "overlap, if beat@1.0.0 allows it as well and the task is not Stateful, else replace",
                stopped(overlap, V2, true));
        assertEquals("replace, beat@2.0.0 does not allow overlap", stopped(overlap, V2, false));
    }

    private static String stopped(TaskSpec spec, Artifact artifact, boolean overlaps) {
        return ExpectedSwap.ofStopped(spec, artifact, new Actual.Built(SPEC, V1), overlaps);
    }

    private static String swap(TaskSpec spec, Actual actual, Artifact artifact) {
        return decide(wanted(spec), actual, catalog(artifact)).shown(TASK).swap();
    }

    private static Action decide(Optional<Wanted> wanted, Actual actual, Catalog catalog) {
        return Planner.decide(wanted, actual, catalog, false);
    }

    private static String brief(Artifact artifact) {
        return artifact.digest().brief();
    }

    @Test
    void valuesAreShownOnlyWhereItIsKnownWhichAreSecret() {
        TaskSpec changed = spec("plugin: beat\nschedule: every 1h\nconfig: {a: 2, b: x}");
        Actual known = able(new Actual.Live(false, false, Set.of("b")));
        assertEquals(
                List.of("a: 1 → 2", "b: added, ******"),
                ((Action.Build) Planner.decide(wanted(changed), known, catalog(V1), false)).changes());
        assertEquals(
                List.of("a: changed", "b: added", "beat 1.0.0 (" + brief(V1) + ") → 2.0.0 (" + brief(V2) + ")"),
                ((Action.Build) Planner.decide(wanted(changed), known, catalog(V1, V2), false)).changes());
    }

    private static Action.Way way(TaskSpec spec, Actual actual) {
        return ((Action.Build) decide(spec, actual, catalog(V1))).way();
    }

    private static Actual able(Actual.Live live) {
        return new Actual(
                TASK, Optional.of(new Actual.Built(SPEC, V1)), true, Optional.of(live), Map.of(), Optional::empty);
    }
}
