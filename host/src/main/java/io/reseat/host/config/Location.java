package io.reseat.host.config;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Where plugins or tasks come from: a directory of this machine, or a URI that Commons VFS lists.
 *
 * @param target the absolute path, or the URI with its credentials; shown to nobody
 * @param shown as the file has it, with {@code ${…}} unresolved, so that no credential is in it
 * @param local whether the target is a path
 */
public record Location(String target, String shown, boolean local) {
    /** A directory of this machine. */
    public static Location of(Path directory) {
        return new Location(directory.toAbsolutePath().normalize().toString(), directory.toString(), true);
    }

    /** The directory; only of a local one. */
    public Path path() {
        if (!local) {
            throw new IllegalStateException(shown + " is no directory of this machine");
        }
        return Path.of(target);
    }

    /** The URI's scheme in lower case; {@code file} for a local one. */
    public String scheme() {
        return local ? "file" : target.substring(0, target.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return shown;
    }
}
