package io.reseat.samples.httpprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import io.reseat.api.Task;
import io.reseat.samples.testing.PluginLoader;
import io.reseat.samples.testing.TestContext;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Proves that nothing of a probe that was closed keeps its class loader: on Java 17 and on 21+, over HTTP and TLS. */
@Timeout(120)
class LetGoTest {
    @TempDir
    Path data;

    @Test
    void theClassLoaderOfAClosedProbeIsCollected() throws Exception {
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        PhantomReference<ClassLoader> watch = probeInALoaderOfItsOwn(collected);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return collected.remove(100) == watch;
        });
    }

    @Test
    void noThreadOfAClosedProbeIsLeftOnceItWasCollected() throws Exception {
        probeInALoaderOfItsOwn(new ReferenceQueue<>());
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            System.gc();
            assertEquals(List.of(), clientThreads());
        });
    }

    private static List<String> clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("HttpClient"))
                .toList();
    }

    private PhantomReference<ClassLoader> probeInALoaderOfItsOwn(ReferenceQueue<ClassLoader> queue) throws Exception {
        URL classes =
                HttpProbeFactory.class.getProtectionDomain().getCodeSource().getLocation();
        try (PluginLoader loader = new PluginLoader(List.of(classes));
                Server server = Server.http();
                Server secure = Server.https(Server.certificate(data, 100))) {
            loader.call(() -> probe(loader, List.of(server.url("/"), secure.url("/"))));
            return loader.watch(queue);
        }
    }

    private Void probe(PluginLoader loader, List<URI> urls) throws Exception {
        TestContext context = new TestContext(data);
        try (Task task = task(loader, urls, context)) {
            task.start();
            task.run();
        }
        context.end();
        assertEquals(2, context.metrics().timer("latency").count());
        return null;
    }

    private static Task task(PluginLoader loader, List<URI> urls, TestContext context) throws Exception {
        Object factory = loader.make(HttpProbeFactory.class.getName());
        assertNotSame(HttpProbeFactory.class, factory.getClass());
        Object[] targets = new Object[urls.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = loader.make(HttpProbeConfig.Target.class.getName(), urls.get(i), null);
        }
        Object config = loader.make(HttpProbeConfig.class.getName(), List.of(targets), null, null, null);
        return (Task) loader.create(factory, config, context);
    }
}
