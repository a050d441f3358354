package io.reseat.host.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The folders at which one tree has bells, each hung at the folder that lies there now. Owned by the tree's thread. */
final class HungBells {
    private final Doorbell doorbell;
    private final LocalStats stats;
    private final Map<Path, Hung> hung = new HashMap<>();
    private @Nullable String failure;

    private record Hung(Registrations.Registration registration, long inode) {}

    HungBells(Doorbell doorbell, LocalStats stats) {
        this.doorbell = doorbell;
        this.stats = stats;
    }

    /** Why a folder could not be given a bell since the last {@link #forgetFailure}; null if all have theirs. */
    @Nullable
    String failure() {
        return failure;
    }

    void forgetFailure() {
        failure = null;
    }

    /**
     * Makes sure that a bell rings at a folder.
     *
     * @return whether there is a folder
     */
    boolean hang(Path folder, Doorbell.Bell bell) {
        try {
            FileStat stat = stats.of(folder);
            if (stat == null || !stat.directory()) {
                unhang(folder);
                return false;
            }
            hang(folder, stat.inode(), bell);
        } catch (IOException e) {
            fail(folder, e);
        }
        return true;
    }

    /** The same for a folder that was looked at already. */
    void hang(Path folder, long inode, Doorbell.Bell bell) {
        Hung old = hung.get(folder);
        if (old != null && old.inode == inode && old.registration.valid()) {
            return;
        }
        unhang(folder);
        try {
            register(folder, inode, bell);
        } catch (IOException e) {
            fail(folder, e);
        }
    }

    /** The folder may be exchanged between the look and the registration, so it is looked at again. */
    private void register(Path folder, long inode, Doorbell.Bell bell) throws IOException {
        long before = inode;
        for (int i = 0; i < 5; i++) {
            Registrations.Registration registration = doorbell.register(folder, bell);
            FileStat now = stats.of(folder);
            if (now != null && now.inode() == before) {
                hung.put(folder, new Hung(registration, before));
                return;
            }
            registration.cancel();
            if (now == null) {
                return;
            }
            before = now.inode();
        }
    }

    void unhang(Path folder) {
        Hung old = hung.remove(folder);
        if (old != null) {
            old.registration.cancel();
        }
    }

    void close() {
        hung.values().forEach(h -> h.registration.cancel());
        hung.clear();
    }

    private void fail(Path folder, IOException e) {
        String limit = String.valueOf(e.getMessage()).contains("limit")
                ? " (the remedy on Linux is a larger fs.inotify.max_user_watches)"
                : "";
        failure = "no file events for " + folder + ": " + e.getMessage() + limit;
    }
}
