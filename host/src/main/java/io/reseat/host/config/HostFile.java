package io.reseat.host.config;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code conf/reseat.yaml}. Used from one thread. */
public final class HostFile {
    private final Function<String, @Nullable String> environment;
    private final Path home;

    /**
     * @param environment looks up the variables of {@code ${…}}; null for one that is not set
     * @param home the directory that relative paths are taken from
     */
    public HostFile(Function<String, @Nullable String> environment, Path home) {
        this.environment = environment;
        this.home = home.toAbsolutePath().normalize();
    }

    /**
     * Reads the settings.
     *
     * @param shownFile the file as problems name it; its ending says whether it is YAML or JSON
     * @param content its bytes
     */
    public Parsed<HostSettings> parse(String shownFile, byte[] content) {
        throw new UnsupportedOperationException(shownFile + environment + home + content.length);
    }
}
