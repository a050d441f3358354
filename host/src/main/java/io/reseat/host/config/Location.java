package io.reseat.host.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where plugins or tasks come from: a directory of this machine, or a URI that Commons VFS lists.
 *
 * @param target the absolute path, or the URI with its credentials; shown to nobody
 * @param shown as the file has it, with {@code ${…}} unresolved, so that no credential is in it
 * @param local whether the target is a path
 */
public record Location(String target, String shown, boolean local) {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)");

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

    /** All schemes of a URI such as {@code zip:sftp://host/a.zip}, outermost first. */
    List<String> schemes() {
        List<String> schemes = new ArrayList<>();
        if (local) {
            schemes.add(scheme());
        }
        for (Matcher m = SCHEME.matcher(target); !local && m.matches(); m = SCHEME.matcher(m.group(2))) {
            schemes.add(m.group(1).toLowerCase(Locale.ROOT));
        }
        return schemes;
    }

    @Override
    public String toString() {
        return shown;
    }
}
