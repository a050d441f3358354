package io.reseat.host.isolation;

import static org.awaitility.Awaitility.await;

import io.reseat.api.TaskFactory;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.Version;
import io.reseat.host.testing.Folders;
import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Opens realms for tests, runs code in them, and proves that they leave memory. */
final class Realms implements AutoCloseable, AfterEachCallback {
    private static final AtomicLong NUMBERS = new AtomicLong();

    final Path directory;
    final RealmWatch watch = RealmWatchTest.thatRequestsNothing();

    Realms(Path directory) {
        this.directory = directory;
    }

    /** Realms in a folder of their own, for a field with {@code @RegisterExtension}: they must have left memory after the test. */
    static Realms thatAreCollected() {
        try {
            return new Realms(Files.createTempDirectory("reseat-realms"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        awaitCollected();
        close();
        Folders.delete(directory);
    }

    /** A plugin with one factory of the type "probe" whose answers are code of the test. */
    static PluginJar probe(String id, String answer) {
        return PluginJar.named(id)
                .source("probe.ProbeFactory", probeSource(answer))
                .factory("probe.ProbeFactory");
    }

    /** A factory whose {@code toString()} runs the given body. */
    static String probeSource(String answer) {
        return """
                package probe;
                import io.reseat.api.*;
                public final class ProbeFactory implements TaskFactory<ProbeFactory.Config> {
                    public record Config() {}
                    @Override public String type() { return "probe"; }
                    @Override public Class<Config> configType() { return Config.class; }
                    @Override public Task create(Config config, TaskContext context) { return () -> {}; }
                    @Override public String toString() {
                        try {
                            %s
                        } catch (RuntimeException e) {
                            throw e;
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }
                }
                """.formatted(answer);
    }

    LoaderRealm open(PluginJar plugin) throws IOException {
        Path file = Files.createTempDirectory(directory, "store").resolve("plugin.jar");
        return open(plugin.writeTo(file), false);
    }

    LoaderRealm openFolder(Path folder) throws IOException {
        return open(folder, true);
    }

    LoaderRealm openJar(Path file) throws IOException {
        return open(file, false);
    }

    private LoaderRealm open(Path location, boolean folder) throws IOException {
        long number = NUMBERS.incrementAndGet();
        Artifact artifact = new Artifact(
                new PluginId("probe"),
                new Version("1.0.0"),
                Digest.of(location.toString().getBytes()),
                location,
                folder,
                "test",
                0);
        return LoaderRealm.open(artifact, number, directory.resolve("realm-" + number), watch);
    }

    /** Runs on a thread of the realm; throws the {@link PluginFailure}. */
    static <T> T in(LoaderRealm realm, Callable<T> body) throws PluginFailure {
        return answer(realm.threads().call("test", body));
    }

    static <T> T answer(Call<T> call) throws PluginFailure {
        try {
            return call.result().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PluginFailure failure) {
                throw failure;
            }
            throw new AssertionError("a call fails with a PluginFailure alone", e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** What the probe of this realm answers. */
    static String ask(LoaderRealm realm) throws PluginFailure {
        return in(realm, () -> {
            TaskFactory<?> factory = realm.factory(Optional.empty());
            return factory.toString();
        });
    }

    /** Proves that the loaders of all realms that were retired are collected. */
    void awaitCollected() {
        await().pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            System.gc();
            if (watch.counts().awaiting() > 0) {
                throw new AssertionError("not collected: " + watch.awaiting());
            }
        });
    }

    @Override
    public void close() {
        watch.close();
    }
}
