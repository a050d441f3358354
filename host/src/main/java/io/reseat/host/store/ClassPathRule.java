package io.reseat.host.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keeps a manifest's {@code Class-Path} from reaching out of the artifact. Stateless. */
final class ClassPathRule {
    private ClassPathRule() {}

    /**
     * Checks it.
     *
     * @param classPath the attribute; null if there is none
     * @param jar the JAR's path in its folder
     */
    static void check(@Nullable String classPath, String jar) throws RefusedException {
        if (classPath == null || classPath.isBlank()) {
            return;
        }
        for (String entry : classPath.strip().split("\\s+")) {
            if (leadsOut(entry, jar)) {
                throw new RefusedException("the Class-Path in its manifest reaches out of it with '" + entry
                        + "': pack what it needs, or make the plugin a folder of JARs");
            }
        }
    }

    private static boolean leadsOut(String entry, String jar) {
        try {
            String path = URLDecoder.decode(entry.replace("+", "%2B"), StandardCharsets.UTF_8)
                    .replace('\\', '/');
            if (path.startsWith("/") || path.contains(":") || path.indexOf('\0') >= 0) {
                return true;
            }
            Path folder = Path.of("/", jar.contains("/") ? jar.substring(0, jar.lastIndexOf('/')) : "");
            int depth = folder.getNameCount();
            for (String step : path.split("/")) {
                depth += step.equals("..") ? -1 : step.isEmpty() || step.equals(".") ? 0 : 1;
                if (depth < 0) {
                    return true;
                }
            }
            return false;
        } catch (IllegalArgumentException e) {
            return true; // no URL that can be decoded
        }
    }
}
