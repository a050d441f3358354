package io.reseat.samples.httpprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import io.reseat.api.Task;
import io.reseat.api.TaskContext;
import io.reseat.api.TaskFactory;
import io.reseat.samples.testing.TestContext;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
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
        URLClassLoader loader = new URLClassLoader("http-probe@test", new URL[] {classes}, new ApiOnly());
        try (Server server = Server.http();
                Server secure = Server.https(Server.certificate(data, 100))) {
            onAThreadOf(loader, () -> probe(loader, List.of(server.url("/"), secure.url("/"))));
        }
        loader.close();
        return new PhantomReference<>(loader, queue);
    }

    /** The cycle runs as in the host: on a thread that dies, with the plugin's loader as the context loader. */
    private static void onAThreadOf(ClassLoader loader, Callable<Void> work) throws Exception {
        FutureTask<Void> future = new FutureTask<>(work);
        Thread thread = new Thread(future);
        thread.setContextClassLoader(loader);
        thread.start();
        future.get();
        thread.join();
    }

    private Void probe(ClassLoader loader, List<URI> urls) throws Exception {
        TestContext context = new TestContext(data);
        Task task = create(loader, urls, context);
        task.start();
        task.run();
        task.close();
        context.end();
        assertEquals(2, context.metrics().timer("latency").count());
        return null;
    }

    private static Task create(ClassLoader loader, List<URI> urls, TaskContext context) throws Exception {
        TaskFactory<?> factory = (TaskFactory<?>) loader.loadClass(HttpProbeFactory.class.getName())
                .getConstructor()
                .newInstance();
        assertNotSame(HttpProbeFactory.class, factory.getClass());
        Class<?> target = loader.loadClass(HttpProbeConfig.Target.class.getName());
        List<Object> targets = urls.stream().map(url -> make(target, url, null)).toList();
        Object config = make(factory.configType(), targets, null, null, null);
        return (Task) factory.getClass()
                .getMethod("create", factory.configType(), TaskContext.class)
                .invoke(factory, config, context);
    }

    private static Object make(Class<?> type, Object... values) {
        try {
            return type.getConstructors()[0].newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** What a plugin sees of the host. */
    private static final class ApiOnly extends ClassLoader {
        ApiOnly() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("io.reseat.api.")) {
                return LetGoTest.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
