package io.reseat.host.model;

import java.nio.file.Path;

/**
 * A plugin that was staged: whole, checked, under its digest in the store.
 *
 * @param id the plugin
 * @param version its version
 * @param digest of the JAR's bytes, or of a folder's names and contents
 * @param location the staged JAR or folder; nobody changes it
 * @param folder whether {@link #location} is a folder of JARs and resources
 * @param source where it came from, as an operator would write it
 * @param bytes the size of all its files
 */
public record Artifact(
        PluginId id, Version version, Digest digest, Path location, boolean folder, String source, long bytes) {
    /** {@code id@version}. */
    public String label() {
        return id + "@" + version;
    }
}
