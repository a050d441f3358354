package io.reseat.host.reconcile;

import io.reseat.host.config.HostFile;
import io.reseat.host.config.HostSettings;
import io.reseat.host.config.Parsed;
import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's settings while it runs: takes from {@code conf/reseat.yaml} what applies live, and says what does not. A file
 * that is broken, empty or gone changes nothing. One look at a time, from any thread; what it found is read by anybody.
 */
public final class LiveSettings {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");
    private static final String SHOWN = "conf/reseat.yaml";
    private static final String GOES_ON = "; the settings before it hold";

    private final Path home;
    private final HostSettings atStart;
    private final Consumer<HostSettings.Logging> logging;
    private volatile Runnable taken = () -> {};
    private boolean seen;
    private volatile HostSettings now;
    private volatile Set<String> references;
    private volatile List<Problem> problems = List.of();

    /**
     * @param home absolute
     * @param first what the host starts with
     * @param logging puts settings of logging in force; called where they changed
     */
    public LiveSettings(Path home, Parsed<HostSettings> first, Consumer<HostSettings.Logging> logging) {
        this.home = home;
        this.atStart = first.value().orElseThrow();
        this.now = atStart;
        this.references = first.references();
        this.logging = logging;
        this.seen = Files.exists(home.resolve(SHOWN));
    }

    /**
     * Reads the file of a home; one without a file has the defaults.
     *
     * @param home absolute
     */
    public static Parsed<HostSettings> read(Path home) throws IOException {
        try {
            return new HostFile(System::getenv, home).parse(SHOWN, Files.readAllBytes(home.resolve(SHOWN)));
        } catch (NoSuchFileException e) {
            return new Parsed<>(Optional.of(HostSettings.defaults(home)), List.of(), Set.of());
        }
    }

    /** Calls this each time that other settings are in force, on the thread that read them. */
    void whenTaken(Runnable listener) {
        taken = listener;
    }

    /** What is in force: of keys that need a restart, the values of the start. */
    public HostSettings now() {
        return now;
    }

    /** What is wrong with the file, or waits in it for a restart. */
    List<Problem> problems() {
        return problems;
    }

    /** The files to be watched: the settings and what they refer to. */
    Set<Path> files() {
        Set<Path> files = new HashSet<>();
        files.add(home.resolve(SHOWN));
        references.forEach(reference -> files.add(Path.of(reference)));
        return files;
    }

    /** Reads the file again and takes what applies live. */
    synchronized void look() {
        try {
            if (Files.notExists(home.resolve(SHOWN)) || Files.size(home.resolve(SHOWN)) == 0) {
                nothingThere();
                return;
            }
            seen = true;
            Parsed<HostSettings> parsed = read(home);
            references = parsed.references();
            parsed.value().ifPresentOrElse(this::take, () -> found(parsed.problems()));
        } catch (IOException e) {
            found(List.of(problem("cannot be read: " + e + GOES_ON)));
        }
    }

    /** An editor truncates before it writes, and an unmounted folder is no wish for the defaults. */
    private void nothingThere() {
        if (seen) {
            found(List.of(problem("is empty or gone" + GOES_ON + "; without it the host starts with the defaults")));
        }
    }

    private void take(HostSettings read) {
        HostSettings before = now;
        HostSettings after = live(read);
        now = after;
        if (!after.logging().equals(before.logging())) {
            logging.accept(after.logging());
        }
        List<String> keys = changed(before, after);
        if (!keys.isEmpty()) {
            LOG.info("{}: in force now: {}", SHOWN, String.join(", ", keys));
            taken.run();
        }
        List<String> waiting = changed(after, read);
        found(
                waiting.isEmpty()
                        ? List.of()
                        : List.of(problem("needs a restart of the host: " + String.join(", ", waiting)
                                + "; until then the old values hold")));
    }

    /** Tells in the log what was not told before. */
    private void found(List<Problem> wrong) {
        List<Problem> before = problems;
        problems = List.copyOf(wrong);
        wrong.stream().filter(problem -> !before.contains(problem)).forEach(problem -> LOG.warn("{}", problem));
        if (wrong.isEmpty() && !before.isEmpty()) {
            LOG.info("{}: all is well with it again", SHOWN);
        }
    }

    private HostSettings live(HostSettings read) {
        return new HostSettings(
                atStart.plugins(),
                atStart.tasks(),
                atStart.knownHosts(),
                atStart.rescan(),
                atStart.remoteRescan(),
                atStart.trust(),
                atStart.deletionGrace(),
                atStart.quiet(),
                read.drain(),
                read.limits(),
                read.logging());
    }

    private static List<String> changed(HostSettings one, HostSettings other) {
        List<String> keys = new ArrayList<>();
        note(keys, "plugins", one.plugins(), other.plugins());
        note(keys, "tasks", one.tasks(), other.tasks());
        note(keys, "known-hosts", one.knownHosts(), other.knownHosts());
        note(keys, "rescan", one.rescan(), other.rescan());
        note(keys, "remote-rescan", one.remoteRescan(), other.remoteRescan());
        note(keys, "trust", one.trust(), other.trust());
        note(keys, "deletion-grace", one.deletionGrace(), other.deletionGrace());
        note(keys, "quiet", one.quiet(), other.quiet());
        note(keys, "drain", one.drain(), other.drain());
        note(keys, "limits", one.limits(), other.limits());
        note(keys, "logging", one.logging(), other.logging());
        return keys;
    }

    private static void note(List<String> keys, String key, Object one, Object other) {
        if (!Objects.equals(one, other)) {
            keys.add(key);
        }
    }

    private static Problem problem(String message) {
        return new Problem(Place.of(SHOWN), message);
    }
}
