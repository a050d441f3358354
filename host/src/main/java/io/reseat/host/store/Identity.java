package io.reseat.host.store;

import io.reseat.host.model.PluginId;
import io.reseat.host.model.Version;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which plugin an artifact is: what its manifest says, else what its name says.
 *
 * @param manifestId {@code Plugin-Id}
 * @param manifestVersion {@code Plugin-Version}, else {@code Implementation-Version}
 */
record Identity(Optional<String> manifestId, Optional<String> manifestVersion) {
    private static final Pattern NAME_AND_VERSION = Pattern.compile("(.+?)-v?(\\d.*)");
    private static final String ENDING = ".jar";

    static Identity of(Attributes manifest) {
        return new Identity(
                value(manifest, "Plugin-Id"),
                value(manifest, "Plugin-Version").or(() -> value(manifest, "Implementation-Version")));
    }

    private static Optional<String> value(Attributes manifest, String name) {
        return Optional.ofNullable(manifest.getValue(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Whether the file's name has no say. */
    boolean inManifest() {
        return manifestId.isPresent() && manifestVersion.isPresent();
    }

    /** The id, for an artifact of this file or folder name. */
    PluginId id(String name) throws RefusedException {
        String id = manifestId.orElseGet(() -> split(name).id);
        try {
            return new PluginId(id);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("its plugin id '" + id
                    + "' may have letters, digits, '_', '.' and '-' alone: set" + " Plugin-Id in its manifest");
        }
    }

    /** The version, for an artifact of this file or folder name. */
    Version version(String name) throws RefusedException {
        Optional<String> version = manifestVersion.or(() -> split(name).version);
        try {
            return version.map(Version::new).orElse(Version.NONE);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("its version '" + version.orElse("")
                    + "' may have letters, digits, '_', '.', '-' and '+' alone: set Plugin-Version in its manifest");
        }
    }

    /** The id that a file or folder name speaks of; whether it is a good one is not asked. */
    static String idInName(String name) {
        return split(name).id;
    }

    /** {@code heartbeat-1.2.0.jar} is heartbeat 1.2.0: a version begins at the first dash before a digit. */
    private static Split split(String name) {
        boolean jar = name.toLowerCase(Locale.ROOT).endsWith(ENDING);
        String base = jar ? name.substring(0, name.length() - ENDING.length()) : name;
        Matcher matcher = NAME_AND_VERSION.matcher(base);
        return matcher.matches()
                ? new Split(matcher.group(1), Optional.of(matcher.group(2)))
                : new Split(base, Optional.empty());
    }

    private record Split(String id, Optional<String> version) {}
}
