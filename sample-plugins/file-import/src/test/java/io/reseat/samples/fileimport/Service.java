package io.reseat.samples.fileimport;

import io.reseat.api.SavedState;
import io.reseat.samples.testing.TestContext;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** One generation of an importer that runs as in the host. */
final class Service implements AutoCloseable {
    final TestContext context;
    final FileImport task;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "service");

    private Service(Path data, FileImportConfig config) {
        context = new TestContext(data);
        task = (FileImport) new FileImportFactory().create(config, context);
    }

    static Service start(Path data, FileImportConfig config) throws Exception {
        Service service = new Service(data, config);
        service.begin();
        return service;
    }

    static Service startAfter(SavedState state, Path data, FileImportConfig config) throws Exception {
        Service service = new Service(data, config);
        service.task.restoreState(state);
        service.begin();
        return service;
    }

    private void begin() throws Exception {
        try {
            task.start();
        } catch (Exception e) {
            task.close(); // as the host does, or its connection would outlive the test
            throw e;
        }
        thread.start();
        Awaitility.await().until(context::isReady);
    }

    private void run() {
        try {
            task.run();
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    /** Waits for the end of {@code run} and answers how it failed. */
    Throwable awaitFailure() throws InterruptedException {
        thread.join();
        return failure.get();
    }

    List<String> log() {
        return context.logger().lines();
    }

    /** Ends the generation: told to stop, interrupted, closed. */
    @Override
    public void close() throws InterruptedException {
        context.stop();
        thread.interrupt();
        thread.join();
        try {
            task.close();
            context.end();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        if (failure.get() != null && !(failure.get() instanceof InterruptedException)) {
            throw new AssertionError("run() failed", failure.get());
        }
    }
}
