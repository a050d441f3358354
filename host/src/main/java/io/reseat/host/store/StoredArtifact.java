package io.reseat.host.store;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code artifact.json} says beside a staged artifact. Immutable.
 *
 * @param file its name in the artifact's folder of the store
 * @param folder whether it is one
 * @param identity from its manifest
 * @param name of the source that was staged last: it counts where the manifest is silent
 * @param shown where that source lay
 * @param bytes the size of all files
 * @param signer the id of the key that signed it
 */
record StoredArtifact(
        String file,
        boolean folder,
        Identity identity,
        String name,
        String shown,
        long bytes,
        Optional<String> signer) {
    private static final String RECORD = "artifact.json";
    private static final String DURABLE = "durable";

    static boolean reserved(String name) {
        return name.startsWith(RECORD) || name.startsWith(DURABLE);
    }

    static Path durableMark(Path folder) {
        return folder.resolve(DURABLE);
    }

    /** The same content, staged from another source. */
    StoredArtifact from(String otherName, String otherPlace, Optional<String> otherSigner) {
        return new StoredArtifact(file, folder, identity, otherName, otherPlace, bytes, otherSigner);
    }

    /** The same, under another name in its folder of the store. */
    StoredArtifact in(String otherFile) {
        return new StoredArtifact(otherFile, folder, identity, name, shown, bytes, signer);
    }

    /** Refuses an id or a version that breaks the rules, or that nobody signed where that is asked for. */
    void checkNames(Trust trust) throws RefusedException {
        identity.id(name);
        identity.version(name);
        if (trust.required() && !identity.inManifest()) {
            throw new RefusedException("with 'trust:' its id and version must be signed, and a file's name is not: set"
                    + " Plugin-Id and Plugin-Version in its manifest, and sign it again");
        }
    }

    /** Whether it may run: it is signed by whom is trusted, and says itself which plugin it is. */
    boolean trusted(Trust trust) {
        return trust.accepts(signer) && (!trust.required() || identity.inManifest());
    }

    /** As the rest of the host sees it, in its folder of the store. */
    Artifact toArtifact(Digest digest, Path place) throws RefusedException {
        return new Artifact(
                identity.id(name), identity.version(name), digest, place.resolve(file), folder, shown, bytes);
    }

    /** Writes it without waiting for the disk: {@link ArtifactStore#makeDurable} does. */
    void write(Path place) throws IOException {
        try (FileOutputStream out = new FileOutputStream(place.resolve(RECORD).toFile())) {
            out.write(toJson());
        }
    }

    /** Puts it in the place of an older one. */
    void replace(Path place) throws IOException {
        DurableFile.write(place.resolve(RECORD), toJson());
    }

    private byte[] toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", file);
        json.put("folder", folder);
        identity.manifestId().ifPresent(id -> json.put("pluginId", id));
        identity.manifestVersion().ifPresent(version -> json.put("pluginVersion", version));
        json.put("name", name);
        json.put("source", shown);
        json.put("bytes", bytes);
        signer.ifPresent(key -> json.put("signer", key));
        return Json.write(json);
    }

    static StoredArtifact read(Path place) throws IOException {
        Map<String, Object> json = Json.read(Files.readAllBytes(place.resolve(RECORD)));
        try {
            return new StoredArtifact(
                    text(json, "file").orElseThrow(),
                    Boolean.TRUE.equals(json.get("folder")),
                    new Identity(text(json, "pluginId"), text(json, "pluginVersion")),
                    text(json, "name").orElseThrow(),
                    text(json, "source").orElseThrow(),
                    json.get("bytes") instanceof Long bytes ? bytes : 0,
                    text(json, "signer"));
        } catch (java.util.NoSuchElementException e) {
            throw new IOException("a field is missing in " + place.resolve(RECORD), e);
        }
    }

    private static Optional<String> text(Map<String, Object> json, String key) {
        @Nullable Object value = json.get(key);
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
