package io.reseat.host.isolation;

import io.reseat.api.TaskFactory;
import io.reseat.host.model.Artifact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A realm in this JVM: a class loader, threads, and what others attach. Safe from any thread; nothing blocks but
 * {@link #open}, which reads a JAR's directory.
 *
 * <p>A retired realm gives up every way to its loader, so that a forgotten reference to the realm itself keeps nothing in
 * memory.
 */
public final class LoaderRealm implements Realm {
    private final Artifact artifact;
    private final long number;
    private final String name;
    private final List<String> warnings;
    private final RealmThreads threads;
    private final RealmWatch watch;
    private final Map<Class<?>, Object> attachments = new ConcurrentHashMap<>();
    private volatile @Nullable PluginClassLoader loader;
    private final CompletableFuture<Duration> closed = new CompletableFuture<>();
    private int references = 1;

    private LoaderRealm(Artifact artifact, long number, PluginClassLoader loader, RealmWatch watch) {
        this.artifact = artifact;
        this.number = number;
        this.name = loader.label();
        this.warnings = loader.warnings();
        this.threads = new RealmThreads(name, loader, watch.carriers());
        this.watch = watch;
        this.loader = loader;
    }

    /**
     * Opens a realm for a staged plugin. No code of the plugin runs.
     *
     * @param artifact staged, and never changed afterwards
     * @param number of this realm, unique in the host
     * @param scratch a directory for this realm alone, made when it is first needed and deleted when the loader was
     *     collected
     * @param watch is told when the realm is retired
     * @throws IOException if a JAR cannot be read; the message names it
     */
    public static LoaderRealm open(Artifact artifact, long number, Path scratch, RealmWatch watch) throws IOException {
        HostPreparation.touch();
        PluginClassLoader loader = PluginClassLoader.open(artifact, number, scratch);
        LoaderRealm realm = new LoaderRealm(artifact, number, loader, watch);
        watch.opened(realm.name);
        return realm;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public Artifact artifact() {
        return artifact;
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    /**
     * The plugin's loader.
     *
     * @throws IllegalStateException if the realm is retired
     */
    public ClassLoader loader() {
        return pluginLoader();
    }

    @Override
    public RealmThreads threads() {
        return threads;
    }

    /**
     * The plugin's task types. Runs code of the plugin: call it on a thread of the realm.
     *
     * @throws PluginFailure if one cannot be made, or two have one type; says which and why
     */
    public List<FactoryInfo> factories() throws PluginFailure {
        return new FactoryLookup(pluginLoader()).all();
    }

    /**
     * A new factory. Runs code of the plugin: call it on a thread of the realm.
     *
     * @param type the task type; empty for the only one
     * @throws PluginFailure if there is none, or none of that type, or several and no type; lists what there is
     */
    public TaskFactory<?> factory(Optional<String> type) throws PluginFailure {
        return new FactoryLookup(pluginLoader()).one(type);
    }

    /**
     * What another package keeps for this realm: made once, dropped when the realm is retired.
     *
     * @throws IllegalStateException if the realm is retired
     */
    public <A> A attachment(Class<A> type, Supplier<A> make) {
        pluginLoader();
        return type.cast(attachments.computeIfAbsent(type, t -> make.get()));
    }

    @Override
    public synchronized void retain() {
        if (references == 0) {
            throw new IllegalStateException(name + " is retired");
        }
        references++;
    }

    @Override
    public void release() {
        if (isLastReference()) {
            long began = System.nanoTime();
            Retirement retirement = new Retirement(
                    name,
                    pluginLoader(),
                    threads,
                    watch,
                    () -> closed.complete(Duration.ofNanos(System.nanoTime() - began)));
            loader = null;
            attachments.clear();
            retirement.begin();
        }
    }

    /**
     * Ends a realm whose plugin is the host's own: it left nothing that had to be cleaned, and nobody watches whether it
     * leaves memory. In place of the last {@link #release}.
     *
     * @return completes when its threads have ended and its JARs are closed
     */
    public CompletionStage<?> discard() {
        if (!isLastReference()) {
            throw new IllegalStateException(name + " is used by others");
        }
        PluginClassLoader closing = pluginLoader();
        loader = null;
        attachments.clear();
        watch.discarded();
        return threads.end().thenRun(() -> {
            try {
                closing.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public CompletionStage<Duration> closed() {
        return closed.minimalCompletionStage();
    }

    @Override
    public synchronized boolean usable() {
        return references > 0;
    }

    @Override
    public synchronized boolean retired() {
        return references == 0;
    }

    private synchronized boolean isLastReference() {
        if (references == 0) {
            throw new IllegalStateException(name + " was released more often than it was retained");
        }
        references--;
        return references == 0;
    }

    private PluginClassLoader pluginLoader() {
        PluginClassLoader open = loader;
        if (open == null) {
            throw new IllegalStateException(name + " is retired");
        }
        return open;
    }

    @Override
    public String toString() {
        return "LoaderRealm[" + name + "]";
    }
}
