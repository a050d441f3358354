package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.config.HostSettings;
import io.reseat.host.config.LogLevel;
import io.reseat.host.management.Management;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.reconcile.Control.ReloadOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A whole host whose {@code conf/reseat.yaml} is edited while it runs. */
class LiveSettingsTest {
    private static final String QUIET = "logging: { level: error, console: false }\n";

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void startHost() throws Exception {
        home = new TestHome(folder);
        home.plugin("actor.jar", actor("1.0.0"));
        home.task("one", actorFile("every 20ms", "message: a"));
        home.settings(QUIET + "drain: 0s\n");
        home.start();
    }

    @AfterEach
    void stop() {
        home.close();
    }

    private static boolean logs(String level) {
        ch.qos.logback.classic.Logger root =
                (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        return root.getLevel().toString().equals(level);
    }

    private List<String> problems() {
        return home.status().problems().stream().map(Object::toString).toList();
    }

    private void reloadAll() throws Exception {
        home.control()
                .reloadAll(ReloadOptions.PLAIN, TestHome.TEST)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void theTimeForABuildHoldsWhereThePluginsAreAway() throws Exception {
        await().until(() -> home.happened("a#1 run"));
        Files.move(home.root.resolve("plugins"), home.root.resolve("plugins.away"));
        home.impatient();
        home.task("one", actorFile("every 20ms", "message: b, create: deaf"));
        ReloadReport refused = home.awaitReport(Outcome.REFUSED);
        assertTrue(refused.reason().contains("create did not end within 2000 ms"), refused.reason());
    }

    @Test
    void aLevelOfTheLogAppliesLiveAndIsWrittenToTheSameFile() throws Exception {
        assertTrue(logs("ERROR"));
        home.settings("logging: { level: debug, console: false }\n");
        await().until(() -> logs("DEBUG"));
        await().until(() -> Files.readString(folder.resolve("logs/reseat.log"))
                .contains("conf/reseat.yaml: in force now: drain, logging"));
        await().untilAsserted(() -> assertEquals(List.of(), problems()));
    }

    @Test
    void aPoolOfConnectionsTellsItsStartsAndEndsOnlyWhereThatIsAskedFor() {
        org.slf4j.Logger pool = LoggerFactory.getLogger("com.zaxxer.hikari.HikariDataSource");
        HostSettings.Logging quiet = new HostSettings.Logging(LogLevel.INFO, Map.of(), 1 << 20, 1, false);
        Logging.apply(quiet, folder);
        assertFalse(pool.isInfoEnabled());
        assertTrue(pool.isWarnEnabled());
        Logging.apply(
                new HostSettings.Logging(
                        LogLevel.INFO,
                        Map.of("com.zaxxer", LogLevel.INFO, "com.zaxxer.hikari", LogLevel.INFO),
                        1 << 20,
                        1,
                        false),
                folder);
        assertTrue(pool.isInfoEnabled());
    }

    @Test
    void aLimitAppliesToTheNextBuild() throws Exception {
        home.settings(QUIET + "limits: { build: 123ms }\n");
        reloadAll();
        home.task("one", actorFile("every 20ms", "message: b, create: deaf"));
        assertTrue(home.reload("one").reason().contains("did not end within 123 ms"));
    }

    @Test
    void theDrainOfTheStopIsTheOneInForce() throws Exception {
        home.settings(QUIET + "drain: 10m\n");
        reloadAll();
        home.task("one", actorFile("every 20ms", "message: b, run: patient"));
        await().until(() -> home.happened("b#2 run"));
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(home::stop);
        await().until(() -> ManagementFactory.getPlatformMBeanServer()
                .getAttribute(Management.HOST, "State")
                .equals("STOPPING"));
        System.setProperty("reseat.test.release", "now");
        stopped.join();
        await().untilAsserted(
                        () -> assertTrue(home.happened("b#2 patient run"), "it was not interrupted: " + home.events));
    }

    @Test
    void aBrokenEditIsRefusedWithItsPlaceAndTheSettingsBeforeItHold() throws Exception {
        home.settings("logging: { level: loud }\ndrain: 1s\n");
        await().until(() -> !problems().isEmpty());
        await().untilAsserted(() -> assertTrue(
                problems().get(0).startsWith("conf/reseat.yaml:1:19: "),
                problems().toString()));
        await().untilAsserted(() -> assertFalse(home.status().health().ok()));
        assertTrue(logs("ERROR"));
        home.settings(QUIET);
        await().until(() -> home.status().health().ok());
    }

    @Test
    void whatNeedsARestartIsNamedAndTheRestIsTaken() throws Exception {
        home.settings("quiet: { config: 1s }\ntrust: [ ]\nrescan: 2s\nlogging: { level: info, console: false }\n");
        await().until(() -> logs("INFO"));
        await().until(() -> problems()
                .equals(List.of("conf/reseat.yaml: needs a restart of the host: rescan, quiet;"
                        + " until then the old values hold")));
        home.settings(QUIET);
        await().until(() -> problems().isEmpty());
    }

    @Test
    void aFileThatIsGoneOrTruncatedIsNoWishForTheDefaults() throws Exception {
        Files.writeString(folder.resolve("conf/reseat.yaml"), "");
        reloadAll();
        await().untilAsserted(() -> assertTrue(
                problems().toString().contains("is empty or gone"), problems().toString()));
        assertTrue(logs("ERROR"));
        Files.delete(folder.resolve("conf/reseat.yaml"));
        reloadAll();
        await().untilAsserted(() -> assertTrue(
                problems().toString().contains("is empty or gone"), problems().toString()));
        home.settings(QUIET);
        await().until(() -> problems().isEmpty());
    }

    @Test
    void aFileThatASettingRefersToIsWatchedAsWell() throws Exception {
        Files.writeString(folder.resolve("level"), "warn");
        home.settings("logging: { level: \"${file:level}\", console: false }\n");
        await().until(() -> logs("WARN"));
        Files.writeString(folder.resolve("level"), "info");
        await().until(() -> logs("INFO"));
    }
}
