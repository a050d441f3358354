package io.reseat.host.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gives a realm its own copy of each native library. The JVM loads a file for one loader only, and a hard link would
 * share static variables; a copy in the realm's directory has neither trouble. Owned by the {@link PluginClassLoader}.
 */
final class NativeLibraries {
    private static final System.Logger LOG = System.getLogger(NativeLibraries.class.getName());

    private final PluginPath path;
    private final Path scratch;
    private final Map<String, Path> copies = new ConcurrentHashMap<>();

    NativeLibraries(PluginPath path, Path scratch) {
        this.path = path;
        this.scratch = scratch;
    }

    /** The realm's directory, which may not exist. */
    Path scratch() {
        return scratch;
    }

    /** The absolute path of this realm's copy, or null if the plugin has no such library. */
    @Nullable
    String find(String library) {
        @Nullable Path copy = copies.computeIfAbsent(System.mapLibraryName(library), this::copy);
        return copy == null ? null : copy.toString();
    }

    private @Nullable Path copy(String file) {
        for (String directory : directories()) {
            @Nullable URL found = path.first(directory + file);
            if (found != null) {
                return copy(found, file);
            }
        }
        return null;
    }

    private @Nullable Path copy(URL found, String file) {
        Path copy = scratch.toAbsolutePath().resolve(file);
        try (InputStream in = found.openStream()) {
            Files.createDirectories(copy.getParent());
            Files.copy(in, copy);
            return copy;
        } catch (IOException e) {
            LOG.log(Level.ERROR, "cannot copy the native library " + found + " to " + copy, e);
            return null;
        }
    }

    private static List<String> directories() {
        String os = osName(System.getProperty("os.name", ""));
        String arch = System.getProperty("os.arch", "");
        String otherArch = arch.equals("amd64") ? "x86_64" : arch;
        return Stream.of(
                        "",
                        "native/",
                        "META-INF/native/" + os + "-" + arch + "/",
                        "META-INF/native/" + os + "-" + otherArch + "/",
                        "lib/")
                .distinct()
                .toList();
    }

    private static String osName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("windows") ? "windows" : lower.startsWith("mac") ? "macos" : lower;
    }
}
