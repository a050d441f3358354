package io.reseat.samples.fileimport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reseat.api.Task;
import io.reseat.samples.testing.PluginLoader;
import io.reseat.samples.testing.TestContext;
import java.io.File;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Proves that an importer that was closed holds its class loader by nothing: no driver, pool, watcher or hook. */
@Timeout(120)
class LetGoTest {
    private static final List<String> OF_THE_FOLDER =
            List.of("HikariCP", "commons-", "jackson-core", "h2-", "postgresql", "file-import");

    @TempDir
    Path data;

    @Test
    void theClassLoaderOfAClosedImporterIsCollected() throws Exception {
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        PhantomReference<ClassLoader> watch = importInALoaderOfItsOwn(collected);
        assertEquals(1, Inputs.files(data.resolve("inbox/done")));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return collected.remove(100) == watch;
        });
    }

    private PhantomReference<ClassLoader> importInALoaderOfItsOwn(ReferenceQueue<ClassLoader> queue) throws Exception {
        try (PluginLoader loader = new PluginLoader(classPath())) {
            loader.call(() -> importOneFile(loader));
            return loader.watch(queue);
        }
    }

    private Void importOneFile(PluginLoader loader) throws Exception {
        TestContext context = new TestContext(data);
        Path inbox = Files.createDirectories(data.resolve("inbox"));
        Inputs.renameIn(inbox, "a.csv", "id\n1\n2\n");
        Object config = loader.make(
                FileImportConfig.class.getName(), null, "t", Map.of("id", "integer"), null, Duration.ZERO, null);
        Task task = (Task) loader.create(loader.make(FileImportFactory.class.getName()), config, context);
        task.start();
        Thread service = serve(task);
        Awaitility.await().until(() -> context.metrics().counter("files").value() == 1);
        context.stop();
        service.interrupt();
        service.join();
        task.close();
        context.end();
        return null;
    }

    private static Thread serve(Task task) {
        Thread service = new Thread(() -> {
            try {
                task.run();
            } catch (Exception e) {
                // told to stop; that the file is done shows that it worked
            }
        });
        service.start();
        return service;
    }

    private static List<URL> classPath() throws MalformedURLException {
        List<URL> own = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            boolean tests = entry.endsWith("test-classes");
            if (!tests && OF_THE_FOLDER.stream().anyMatch(entry::contains)) {
                own.add(Path.of(entry).toUri().toURL());
            }
        }
        return own;
    }
}
