package io.reseat.host.config;

import io.reseat.host.model.ConfigNode.Scalar;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a place for plugins or tasks is written: a path, or a URI whose password comes from {@code ${…}}. */
final class LocationText {
    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]+):.*"); // one letter is a drive
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");
    private static final Pattern PASSWORD = Pattern.compile("[^:]+://[^/@:]*:(?![0-9]{1,5}/)([^@]*)@.*");
    private static final String RESOLVED = "\u0001";

    private LocationText() {}

    /** @throws IllegalArgumentException with a message that shows no credential */
    static Location parse(Scalar scalar, Path home) {
        String text = scalar.text().strip();
        if (!SCHEME.matcher(text).matches()) {
            return local(home, text, scalar.shown());
        }
        refuseLiteralPassword(scalar.shown());
        URI uri = uri(text, scalar.shown());
        if ("file".equalsIgnoreCase(uri.getScheme())) {
            return local(home, fileOf(uri, scalar.shown()), scalar.shown());
        }
        return new Location(text, scalar.shown(), false);
    }

    private static Location local(Path home, String text, String shown) {
        try {
            return new Location(home.resolve(text).normalize().toString(), shown, true);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + shown + "' is no path on this system", e);
        }
    }

    private static URI uri(String text, String shown) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) { // its message shows the text, so it is dropped
            throw new IllegalArgumentException(
                    "'" + shown + "' is no valid URI; special characters of a password are written as %40", null);
        }
    }

    private static String fileOf(URI uri, String shown) {
        if (uri.getPath() == null || uri.getAuthority() != null) {
            throw new IllegalArgumentException("'" + shown + "' names no directory of this machine; write a path");
        }
        return uri.getPath();
    }

    /** Looks at the text before {@code ${…}} was resolved: only there can a literal password be told apart. */
    private static void refuseLiteralPassword(String source) {
        Matcher matcher = PASSWORD.matcher(PLACEHOLDER.matcher(source).replaceAll(RESOLVED));
        if (matcher.matches() && !matcher.group(1).replace(RESOLVED, "").isEmpty()) {
            throw new IllegalArgumentException("a password stands in the URI as it is; write ${NAME} or"
                    + " ${file:/path} in its place, and change the password, because files are copied");
        }
    }
}
