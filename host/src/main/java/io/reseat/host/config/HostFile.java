package io.reseat.host.config;

import io.reseat.host.config.HostSettings.Limits;
import io.reseat.host.config.HostSettings.Logging;
import io.reseat.host.config.HostSettings.Quiet;
import io.reseat.host.model.ByteSizes;
import io.reseat.host.model.ConfigNode.Scalar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code conf/reseat.yaml}. Used from one thread at a time. */
public final class HostFile {
    private static final Set<String> PLAIN_SCHEMES = Set.of("http", "ftp");
    private static final long LEAST_FILE_SIZE = 64 << 10;
    private static final long LEAST_STATE = 1 << 10;
    private static final long MOST_STATE = 64 << 20;

    private final Function<String, @Nullable String> environment;
    private final Path home;
    private final HostSettings defaults;

    /**
     * @param environment looks up the variables of {@code ${…}}; null for one that is not set
     * @param home the directory that relative paths are taken from
     */
    public HostFile(Function<String, @Nullable String> environment, Path home) {
        this.environment = environment;
        this.home = home.toAbsolutePath().normalize();
        this.defaults = HostSettings.defaults(this.home);
    }

    /**
     * Reads the settings. A file that has only comments gives the defaults.
     *
     * @param shownFile the file as problems name it; its ending says whether it is YAML or JSON
     * @param content its bytes
     */
    public Parsed<HostSettings> parse(String shownFile, byte[] content) {
        return new ConfigSource<HostSettings>(shownFile, environment, home).parseOrEmpty(content, this::settings);
    }

    private HostSettings settings(Section host) {
        List<String> trust = host.texts("trust");
        Location plugins = location(host, "plugins", defaults.plugins(), !trust.isEmpty());
        Location tasks = location(host, "tasks", defaults.tasks(), false);
        Optional<Path> knownHosts = knownHosts(host, plugins, tasks);
        HostSettings settings = new HostSettings(
                plugins,
                tasks,
                knownHosts,
                host.duration("rescan", Duration.ofSeconds(1), defaults.rescan()),
                host.duration("remote-rescan", Duration.ofMillis(100), defaults.remoteRescan()),
                trust,
                host.duration("deletion-grace", Duration.ZERO, defaults.deletionGrace()),
                quiet(host.section("quiet")),
                host.duration("drain", Duration.ZERO, defaults.drain()),
                limits(host.section("limits")),
                logging(host.section("logging")));
        host.notBuiltYet("jmx", "remove it, local tools find the host without it");
        host.notBuiltYet("http", "remove it");
        host.notBuiltYet("fleet", "remove it");
        host.end();
        return settings;
    }

    private Location location(Section host, String key, Location fallback, boolean signed) {
        Optional<Scalar> scalar = host.scalar(key);
        if (scalar.isEmpty()) {
            return fallback;
        }
        try {
            Location location = LocationText.parse(scalar.get(), home);
            Optional<String> plain =
                    location.schemes().stream().filter(PLAIN_SCHEMES::contains).findFirst();
            if (plain.isPresent() && !signed) {
                throw new IllegalArgumentException("what comes by plain " + plain.get()
                        + " can be changed on its way; use sftp or https"
                        + (key.equals("plugins") ? ", or list public keys under 'trust:'" : ""));
            }
            return location;
        } catch (IllegalArgumentException e) { // its message shows the unresolved text alone
            host.refuse(scalar.get(), "'" + key + "': " + e.getMessage());
            return fallback;
        }
    }

    private Optional<Path> knownHosts(Section host, Location plugins, Location tasks) {
        Optional<Path> file =
                host.value("known-hosts", "a path", text -> home.resolve(text).normalize());
        if (host.node("known-hosts").isEmpty()
                && (plugins.schemes().contains("sftp") || tasks.schemes().contains("sftp"))) {
            host.missing("known-hosts", "conf/known_hosts");
        }
        return file;
    }

    private static Quiet quiet(Section quiet) {
        Quiet settings = new Quiet(
                quiet.duration("config", Duration.ZERO, Quiet.DEFAULT.config()),
                quiet.duration("plugins", Duration.ZERO, Quiet.DEFAULT.plugins()));
        quiet.end();
        return settings;
    }

    private static Limits limits(Section limits) {
        Limits settings = new Limits(
                limits.duration("build", Duration.ofMillis(1), Limits.DEFAULT.build()),
                limits.number("quarantined", 1, 1_000_000, Limits.DEFAULT.quarantined()),
                limits.value("state", "a size from 1KiB to 64MiB", HostFile::stateSize)
                        .orElse(Limits.DEFAULT.state()),
                limits.duration("state-interval", Duration.ofMillis(10), Limits.DEFAULT.stateInterval()));
        limits.end();
        return settings;
    }

    private static Logging logging(Section logging) {
        Map<String, LogLevel> levels = new HashMap<>();
        logging.section("levels").each(text -> Section.choose(LogLevel.class, text), "a level", levels::put);
        Logging settings = new Logging(
                logging.choice("level", LogLevel.class, Logging.DEFAULT.level()),
                levels,
                logging.value("file-size", "a size of at least 64KiB", HostFile::fileSize)
                        .orElse(Logging.DEFAULT.fileSize()),
                logging.number("keep", 1, 1000, Logging.DEFAULT.keep()),
                logging.flag("console", Logging.DEFAULT.console()));
        logging.end();
        return settings;
    }

    private static long stateSize(String text) {
        long bytes = ByteSizes.parse(text);
        if (bytes < LEAST_STATE || bytes > MOST_STATE) {
            throw new IllegalArgumentException("'" + text + "' is not between 1KiB and 64MiB");
        }
        return bytes;
    }

    private static long fileSize(String text) {
        long bytes = ByteSizes.parse(text);
        if (bytes < LEAST_FILE_SIZE) {
            throw new IllegalArgumentException("'" + text + "' is too small; the least is 64KiB");
        }
        return bytes;
    }
}
