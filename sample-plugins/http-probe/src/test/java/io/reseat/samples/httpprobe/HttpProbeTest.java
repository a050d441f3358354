package io.reseat.samples.httpprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.api.SecretValue;
import io.reseat.samples.httpprobe.HttpProbeConfig.Target;
import io.reseat.samples.httpprobe.HttpProbeConfig.TrustStore;
import io.reseat.samples.testing.TestContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpProbeTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration IMPATIENT = Duration.ofMillis(300);

    @TempDir
    Path data;

    private Server server;
    private TestContext context;

    @BeforeEach
    void startServer() throws IOException {
        server = Server.http();
        context = new TestContext(data);
    }

    @AfterEach
    void stopServer() throws Exception {
        context.end();
        server.close();
    }

    @Test
    void onlyTheTurnOfAStreakIsLogged() throws Exception {
        HttpProbe probe = started(PATIENT, target("/"));
        for (int status : new int[] {200, 200, 500, 500, 200, 200}) {
            server.status = status;
            probe.run();
        }
        probe.close();
        List<String> lines = context.logger().lines();
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith("WARNING " + server.url("/") + " is down: status 500 instead of 200"));
        assertTrue(lines.get(1).startsWith("INFO " + server.url("/") + " is up again (was down since "));
    }

    @Test
    void upsDownsAndLatenciesAreCountedForEachTarget() throws Exception {
        HttpProbe probe = started(PATIENT, target("/a"), new Target(server.url("/b"), 404));
        probe.run();
        probe.run();
        probe.close();
        assertEquals(2, context.metrics().counter("up").value());
        assertEquals(2, context.metrics().counter("down").value());
        assertEquals(4, context.metrics().timer("latency").count());
    }

    @Test
    void aStreakGoesOnInTheNextGeneration() throws Exception {
        server.status = 503;
        HttpProbe old = started(PATIENT, target("/"), target("/dropped"));
        old.run();
        Map<String, Object> state = old.saveState();
        old.close();

        TestContext next = new TestContext(data);
        HttpProbe probe = started(next, PATIENT, null, target("/"), target("/added"));
        probe.restoreState(TestContext.saved(state));
        probe.run();
        assertEquals(1, next.logger().lines().size(), "what was down stays down without a word");
        assertTrue(next.logger().lines().get(0).contains("/added is down"));
        Map<?, ?> streak = (Map<?, ?>) probe.saveState().get(server.url("/").toString());
        assertEquals(2L, streak.get("length"));
        assertFalse(probe.saveState().containsKey(server.url("/dropped").toString()));
        probe.close();
        next.end();
    }

    @Test
    void aServerThatDoesNotAnswerIsDown() throws Exception {
        server.hangAt("/hang");
        assertEquals("no whole answer in", downBecause(IMPATIENT, "/hang").substring(0, 18));
    }

    @Test
    void aBodyThatNeverEndsIsDown() throws Exception {
        server.dripAt("/drip");
        assertEquals("no whole answer in", downBecause(IMPATIENT, "/drip").substring(0, 18));
    }

    @Test
    void aRefusedConnectionIsDown() throws Exception {
        URI nobody = server.url("/");
        server.close();
        HttpProbe probe = started(PATIENT, new Target(nobody, null));
        probe.run();
        probe.close();
        assertTrue(context.logger().lines().get(0).contains("is down: ConnectException"));
    }

    @Test
    void oneSlowTargetDelaysNoOther() throws Exception {
        server.hangAt("/hang");
        HttpProbe probe = started(IMPATIENT, target("/hang"), target("/"));
        probe.run();
        probe.close();
        assertEquals(1, context.metrics().counter("up").value());
        assertEquals(1, context.metrics().counter("down").value());
    }

    @Test
    void anInterruptEndsTheCycleAndItsRequests() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.hangAt("/hang", asked::countDown);
        HttpProbe probe = started(Duration.ofHours(1), target("/hang"));
        AtomicReference<Exception> ended = new AtomicReference<>();
        Thread cycle = new Thread(() -> {
            try {
                probe.run();
            } catch (Exception e) {
                ended.set(e);
            }
        });
        cycle.start();
        asked.await();
        cycle.interrupt();
        cycle.join();
        assertEquals(InterruptedException.class, ended.get().getClass());
        probe.close(); // on Java 21+ this waits for requests that are still under way
    }

    @Test
    void aCertificateThatEndsSoonIsWarnedOfOnceADay() throws Exception {
        Path store = Server.certificate(data, 3);
        try (Server secure = Server.https(store)) {
            HttpProbe probe = started(context, PATIENT, trust(store), new Target(secure.url("/"), null));
            probe.run();
            probe.run();
            assertEquals(
                    2,
                    context.metrics().counter("up").value(),
                    context.logger().lines().toString());
            assertWarnedOnce(context, secure);
            Map<String, Object> state = probe.saveState();
            probe.close();

            HttpProbe next = started(context, PATIENT, trust(store), new Target(secure.url("/"), null));
            next.restoreState(TestContext.saved(state));
            next.run();
            next.close();
            assertWarnedOnce(context, secure);
        }
    }

    @Test
    void aCertificateThatIsGoodForLongIsNotWarnedOf() throws Exception {
        Path store = Server.certificate(data, 100);
        try (Server secure = Server.https(store)) {
            HttpProbe probe = started(context, PATIENT, trust(store), new Target(secure.url("/"), null));
            probe.run();
            probe.close();
        }
        assertEquals(List.of(), context.logger().lines());
    }

    @Test
    void aServerWhoseCertificateIsNotTrustedIsDown() throws Exception {
        try (Server secure = Server.https(Server.certificate(data, 100))) {
            HttpProbe probe = started(PATIENT, new Target(secure.url("/"), null));
            probe.run();
            probe.close();
        }
        assertTrue(context.logger().lines().get(0).contains("is down: SSLHandshakeException"));
    }

    @Test
    void aTrustStoreThatCannotBeReadIsRefusedByCreate() {
        HttpProbeConfig config = config(PATIENT, new TrustStore(Path.of("absent.p12"), null), target("/"));
        Exception refused = assertThrows(IOException.class, () -> new HttpProbeFactory().create(config, context));
        assertTrue(refused.getMessage().contains(data.resolve("absent.p12").toString()), refused.getMessage());
    }

    private static void assertWarnedOnce(TestContext context, Server secure) {
        List<String> lines = context.logger().lines();
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith("WARNING The certificate of " + secure.url("/") + " ends at "));
    }

    private String downBecause(Duration timeout, String path) throws Exception {
        HttpProbe probe = started(timeout, target(path));
        probe.run();
        probe.close();
        String line = context.logger().lines().get(0);
        return line.substring(line.indexOf(" is down: ") + " is down: ".length());
    }

    private HttpProbe started(Duration timeout, Target... targets) throws Exception {
        return started(context, timeout, null, targets);
    }

    private static HttpProbe started(TestContext context, Duration timeout, TrustStore trust, Target... targets)
            throws Exception {
        HttpProbe probe = (HttpProbe) new HttpProbeFactory().create(config(timeout, trust, targets), context);
        probe.start();
        return probe;
    }

    private static HttpProbeConfig config(Duration timeout, TrustStore trust, Target... targets) {
        return new HttpProbeConfig(Arrays.asList(targets), timeout, null, trust);
    }

    private Target target(String path) {
        return new Target(server.url(path), null);
    }

    private static TrustStore trust(Path store) {
        return new TrustStore(store, SecretValue.of(Server.PASSWORD));
    }
}
