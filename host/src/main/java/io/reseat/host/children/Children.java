package io.reseat.host.children;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.ProcessOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All child JVMs of one host, and the processes that plugins start. Safe from any thread; nothing blocks but {@link #close}. */
public final class Children implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Children.class);
    private static final ThreadGroup GROUP = Thread.currentThread().getThreadGroup();
    private static final Duration TRAINING = Duration.ofSeconds(5); // the first tasks come first
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(2);

    /**
     * What children need of their host.
     *
     * @param home of the host; crashes of a JVM are reported in its {@code logs}
     * @param data where processes are recorded, and class archives are kept
     * @param scratch where each child has a folder of its own while it lives
     * @param epoch of the host's fence tokens
     * @param timer the host's clock
     * @param limits what a child is told of {@code limits} when it opens a plugin
     * @param levels what it is told of log levels
     */
    public record Setup(
            Path home,
            Path data,
            Path scratch,
            long epoch,
            Timer timer,
            Supplier<Map<String, Object>> limits,
            Supplier<Map<String, Object>> levels) {}

    /** Calls something once after a while, on a thread that must not be held up. */
    public interface Timer {
        Future<?> after(Duration delay, Runnable action);
    }

    private final Means means;
    private final ExecutorService executor = Executors.newCachedThreadPool(Children::thread);
    private final Processes processes;
    private final LogLines log = new LogLines();
    private final Pulse pulse;
    private final Standbys standbys;
    private final Program program;
    private final ClassArchive archive;
    private final AtomicLong standbyNumbers = new AtomicLong();
    private final Set<Child> living = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Ends what a killed host left behind on this home, which the caller has locked. */
    public Children(Setup setup) {
        this(setup, Tuning.USUAL, Program.ofHost());
    }

    Children(Setup setup, Tuning tuning, Program program) {
        Path records = setup.data().resolve("processes");
        ProcessRecord.sweep(records);
        String marker = HexFormat.of().toHexDigits(new SecureRandom().nextLong()) + "-";
        this.processes = new Processes(records, marker);
        this.pulse = new Pulse(tuning, setup.timer(), log);
        this.standbys = new Standbys(tuning, setup.timer(), this::standby);
        this.program = program;
        this.archive = new ClassArchive(setup.data().resolve("cds"), program, this::trainSoon);
        Path logs = setup.home().resolve("logs");
        this.means = new Means(
                setup,
                tuning,
                marker,
                executor,
                processes,
                log,
                options -> new JvmCommand(program, options, logs, archive.fitting(options)));
    }

    /**
     * A child JVM that opens a plugin: a warmed one where there is one, else one that is started now. Returns at once.
     *
     * @param number unique in the host, for a JVM that is started now
     * @param label the task's or the plugin's name, for the log
     */
    public ChildRealm open(Artifact artifact, long number, ProcessOptions options, String label) {
        ChildRealm realm = standbys.take(artifact, options).orElseGet(() -> start(artifact, number, options, label));
        realm.child().relabel(label);
        standbys.opened(realm, options);
        return realm;
    }

    /** A number below zero is that of no other realm. */
    private ChildRealm standby(Artifact artifact, ProcessOptions options) {
        return start(artifact, standbyNumbers.decrementAndGet(), options, "standby of " + artifact.label());
    }

    private ChildRealm start(Artifact artifact, long number, ProcessOptions options, String label) {
        ChildRealm realm = new ChildRealm(means, artifact, number, options, label);
        Child child = realm.child();
        living.add(child);
        CompletionStage<?> cleared = child.cleared();
        cleared.thenRun(() -> living.remove(child));
        CompletionStage<?> ready = child.ready();
        ready.thenRun(() -> pulse.begin(child));
        child.begin();
        return realm;
    }

    /** A task started a process of its own, which must not outlive the host. */
    public void started(String task, ProcessHandle process) {
        processes.add(process, "task " + task);
    }

    /** A process of a task was ended, or has ended. */
    public void ended(ProcessHandle process) {
        processes.remove(process);
    }

    /** Tells all children the limits that hold from now on. */
    public void limitsChanged() {
        tellAll("limits", means.setup().limits().get());
    }

    /** Tells all children the log levels that hold from now on. */
    public void levelsChanged() {
        tellAll("levels", means.setup().levels().get());
    }

    /** How many child JVMs live, those that stand by included. */
    public int count() {
        return living.size();
    }

    /** How many of them stand by for a realm to come. */
    public int standing() {
        return standbys.count();
    }

    /** Ends all children with all that they started; blocks until they are gone, some seconds at most. */
    @Override
    public void close() {
        try {
            closed = true;
            standbys.close();
            List<Child> ending = new ArrayList<>(living);
            ending.forEach(Child::end);
            await(ending, means.tuning().end().multipliedBy(2).plus(LAST_PATIENCE));
            processes.close();
            log.flush(LAST_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdown();
    }

    private void trainSoon() {
        Future<?> unused = means.setup().timer().after(TRAINING, this::trainUnlessClosed);
    }

    private void trainUnlessClosed() {
        if (!closed) {
            executor.execute(() -> train(archive));
        }
    }

    /** Makes a class archive; blocks until it is made. */
    void train(ClassArchive missing) {
        new Training(missing, program, means).run();
    }

    private void tellAll(String what, Map<String, Object> body) {
        for (Child child : living) {
            Future<?> unused = child.ask(what, body); // one that is gone needs it no more
        }
    }

    private static void await(List<Child> ending, Duration patience) throws InterruptedException {
        CompletableFuture<?>[] cleared = ending.stream().map(Child::cleared).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(cleared).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("some child JVMs did not end within {} s; they are killed", patience.toSeconds());
        }
    }

    /** Inherits nothing from who needs it, which may be a thread of a plugin. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(GROUP, work, "reseat-children", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Children.class.getClassLoader());
        return thread;
    }
}
