package io.reseat.host.watch;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How trees are watched.
 *
 * @param rescan how often a local tree is looked at though nothing rang
 * @param deletionGrace how long a file must be gone before it counts as deleted
 * @param remoteInterval how often a tree that only VFS can list is looked at
 * @param canary a folder of the host's own, where the watcher tests itself; made if it is missing
 * @param knownHosts the host keys that {@code sftp} accepts
 * @param connectTimeout for a remote server
 * @param readTimeout for each answer of a remote server
 */
public record WatchSettings(
        Duration rescan,
        Duration deletionGrace,
        Duration remoteInterval,
        Path canary,
        Path knownHosts,
        Duration connectTimeout,
        Duration readTimeout) {
    /** 60 s, 2 s, 5 s; {@code data/watch-canary}, {@code ~/.ssh/known_hosts}; 10 s and 30 s. */
    public static WatchSettings of(Path home) {
        return new WatchSettings(
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                home.resolve("data").resolve("watch-canary"),
                Path.of(System.getProperty("user.home"), ".ssh", "known_hosts"),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30));
    }

    /** The same with other intervals. */
    public WatchSettings withIntervals(Duration local, Duration grace, Duration remote) {
        return new WatchSettings(local, grace, remote, canary, knownHosts, connectTimeout, readTimeout);
    }

    /** The same with another folder for the watcher's test of itself. */
    public WatchSettings withCanary(Path folder) {
        return new WatchSettings(
                rescan, deletionGrace, remoteInterval, folder, knownHosts, connectTimeout, readTimeout);
    }

    /** The same with another list of host keys. */
    public WatchSettings withKnownHosts(Path file) {
        return new WatchSettings(rescan, deletionGrace, remoteInterval, canary, file, connectTimeout, readTimeout);
    }
}
