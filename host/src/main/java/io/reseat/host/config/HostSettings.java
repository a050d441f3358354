package io.reseat.host.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The host's own settings, as {@code conf/reseat.yaml} has them. Immutable. Relative paths are taken from the home.
 *
 * @param plugins key {@code plugins}: where plugins lie, a path or a VFS URI; default {@code plugins}; needs a restart
 * @param tasks key {@code tasks}: where task files lie, a path or a VFS URI; default {@code conf/tasks}; needs a restart
 * @param knownHosts key {@code known-hosts}: an OpenSSH known_hosts file; no default, mandatory with an {@code sftp}
 *     location; needs a restart
 * @param rescan key {@code rescan}: how often local trees are looked at although no event came; default 60 s, at least
 *     1 s; needs a restart
 * @param remoteRescan key {@code remote-rescan}: how often remote trees are looked at; default 5 s, at least 100 ms;
 *     needs a restart
 * @param trust key {@code trust}: public keys; where there is one, a plugin without a good signature by one of them is
 *     refused; default none; needs a restart
 * @param deletionGrace key {@code deletion-grace}: how long a deleted file is waited for before the deletion acts;
 *     default 2 s, not negative; needs a restart
 * @param quiet key {@code quiet}: how long a file must lie unchanged before it is taken; needs a restart
 * @param drain key {@code drain}: how long cycles may take to end when the host stops; default 30 s, not negative;
 *     applies live
 * @param limits key {@code limits}: deadlines; apply live
 * @param logging key {@code logging}: what is logged where; applies live
 */
public record HostSettings(
        Location plugins,
        Location tasks,
        Optional<Path> knownHosts,
        Duration rescan,
        Duration remoteRescan,
        List<String> trust,
        Duration deletionGrace,
        Quiet quiet,
        Duration drain,
        Limits limits,
        Logging logging) {
    public HostSettings {
        trust = List.copyOf(trust);
    }

    /** What holds in a home without {@code conf/reseat.yaml}. */
    public static HostSettings defaults(Path home) {
        return new HostSettings(
                new Location(
                        home.resolve("plugins").toAbsolutePath().normalize().toString(), "plugins", true),
                new Location(
                        home.resolve("conf/tasks").toAbsolutePath().normalize().toString(), "conf/tasks", true),
                Optional.empty(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                List.of(),
                Duration.ofSeconds(2),
                Quiet.DEFAULT,
                Duration.ofSeconds(30),
                Limits.DEFAULT,
                Logging.DEFAULT);
    }

    /**
     * How long a file that was written in place must lie unchanged.
     *
     * @param config key {@code config}: task files; default 50 ms, not negative
     * @param plugins key {@code plugins}: JARs and folders; default 200 ms, not negative
     */
    public record Quiet(Duration config, Duration plugins) {
        /** What holds where the file says nothing. */
        public static final Quiet DEFAULT = new Quiet(Duration.ofMillis(50), Duration.ofMillis(200));
    }

    /**
     * Deadlines for what a plugin does.
     *
     * @param build key {@code build}: the longest that {@code create} and {@code check} of a new generation may take;
     *     default 30 s, positive
     * @param quarantined key {@code quarantined}: from how many generations on that heed no interrupt the host is not
     *     well, and a task of which so many are there is given up; default 3, at least 1
     * @param state key {@code state}: the most bytes that the saved state of a task may take as JSON; default 1 MiB, 1 KiB
     *     to 64 MiB
     * @param stateInterval key {@code state-interval}: how often at most state is saved between cycles; default 30 s, at
     *     least 10 ms
     */
    public record Limits(Duration build, int quarantined, long state, Duration stateInterval) {
        /** What holds where the file says nothing. */
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(30), 3, 1 << 20, Duration.ofSeconds(30));
    }

    /**
     * What is logged where.
     *
     * @param level key {@code level}: of all loggers that {@code levels} does not name; default info
     * @param levels key {@code levels}: logger name to level; default none
     * @param fileSize key {@code file-size}: bytes after which a file of {@code logs/} is rotated; default 10 MiB, at
     *     least 64 KiB
     * @param keep key {@code keep}: how many rotated files are kept; default 10, 1 to 1000: those of so many
     *     days, and together no more bytes than so many times {@code file-size}
     * @param console key {@code console}: whether lines go to the console too; default true
     */
    public record Logging(LogLevel level, Map<String, LogLevel> levels, long fileSize, int keep, boolean console) {
        /** Four lines of INFO for each reload of a task with a pool: from WARN on, unless the file says otherwise. */
        public static final String TALKATIVE = "com.zaxxer.hikari";

        /** What holds where the file says nothing. */
        public static final Logging DEFAULT = new Logging(LogLevel.INFO, Map.of(), 10L << 20, 10, true);

        public Logging {
            levels = Map.copyOf(levels);
        }
    }
}
