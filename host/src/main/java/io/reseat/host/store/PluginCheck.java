package io.reseat.host.store;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Reads a copied artifact whole, and says which plugin it is or why it is none. One instance for one artifact. */
final class PluginCheck implements Closeable {
    private static final String SERVICE = "META-INF/services/io.reseat.api.TaskFactory";
    private static final int JAVA_TO_CLASS_FILE = 44;

    private final Content content;
    private final Map<String, Archive> archives = new LinkedHashMap<>();

    private PluginCheck(Content content) {
        this.content = content;
    }

    /**
     * Checks everything.
     *
     * @throws HalfWrittenException if a JAR is not whole
     * @throws RefusedException if it is whole and no plugin that can be used
     */
    static Identity check(Content content) throws IOException {
        try (PluginCheck check = new PluginCheck(content)) {
            for (String jar : content.jars()) {
                check.open(jar);
            }
            for (String jar : content.jars()) {
                JarSignature.check(content.place(jar), check.archive(jar));
            }
            Identity identity = check.identity();
            check.checkFactories();
            return identity;
        }
    }

    private void open(String jar) throws IOException {
        try {
            Archive archive = Archive.open(content.place(jar));
            archives.put(jar, archive);
            archive.verify();
        } catch (HalfWrittenException e) {
            throw content.folder() ? e.in(jar) : e;
        } catch (RefusedException e) {
            throw content.folder() ? new RefusedException("its file '" + jar + "': " + e.getMessage()) : e;
        }
    }

    private Archive archive(String jar) {
        return java.util.Objects.requireNonNull(archives.get(jar), jar);
    }

    private Identity identity() throws IOException {
        Map<String, Identity> named = new LinkedHashMap<>();
        Identity any = new Identity(Optional.empty(), Optional.empty());
        for (Map.Entry<String, Manifest> entry : manifests().entrySet()) {
            Attributes main = entry.getValue().getMainAttributes();
            ClassPathRule.check(main.getValue(Attributes.Name.CLASS_PATH), entry.getKey());
            Identity identity = Identity.of(main);
            if (identity.manifestId().isPresent()) {
                named.put(entry.getKey(), identity);
            }
            any = content.folder() ? any : identity;
        }
        if (named.containsKey("")) {
            return named.get("");
        }
        if (named.size() > 1) {
            throw new RefusedException("more than one of its JARs has a Plugin-Id (" + String.join(", ", named.keySet())
                    + "): say which plugin the folder is in " + JarFile.MANIFEST_NAME + " of the folder");
        }
        return named.isEmpty() ? any : named.values().iterator().next();
    }

    /** Each manifest by its JAR; a folder's own by the empty name. */
    private Map<String, Manifest> manifests() throws IOException {
        Map<String, Manifest> manifests = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> found : everywhere(JarFile.MANIFEST_NAME).entrySet()) {
            try {
                manifests.put(found.getKey(), new Manifest(new ByteArrayInputStream(found.getValue())));
            } catch (IOException e) {
                throw new RefusedException("its manifest cannot be read (" + e.getMessage() + "): build it again");
            }
        }
        return manifests;
    }

    private void checkFactories() throws IOException {
        Set<String> factories = new LinkedHashSet<>();
        Map<String, byte[]> files = everywhere(SERVICE);
        for (byte[] file : files.values()) {
            factories.addAll(lines(file));
        }
        if (factories.isEmpty()) {
            throw new RefusedException((files.isEmpty() ? "it has no " : "it names no class in ") + SERVICE
                    + ": that file needs a line with the name of the class that implements io.reseat.api.TaskFactory");
        }
        for (String factory : factories) {
            checkClassFile(factory);
        }
    }

    private static List<String> lines(byte[] file) {
        return new String(file, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private void checkClassFile(String factory) throws IOException {
        String path = factory.replace('.', '/') + ".class";
        List<byte[]> versions = new ArrayList<>(everywhere(path).values());
        for (int java = 9; versions.isEmpty() && java <= Runtime.version().feature(); java++) {
            versions.addAll(everywhere("META-INF/versions/" + java + "/" + path).values());
        }
        if (versions.isEmpty()) {
            throw new RefusedException("it names the class " + factory + " in " + SERVICE + " and does not hold it:"
                    + " correct the name, or pack the class");
        }
        for (byte[] classFile : versions) {
            checkJava(factory, classFile);
        }
    }

    private static void checkJava(String factory, byte[] classFile) throws RefusedException {
        if (classFile.length < 8 || ByteBuffer.wrap(classFile).getInt() != 0xCAFEBABE) {
            throw new RefusedException("its class " + factory + " is no class file: build it again");
        }
        int needed = Short.toUnsignedInt(ByteBuffer.wrap(classFile).getShort(6)) - JAVA_TO_CLASS_FILE;
        int here = Runtime.version().feature();
        if (needed > here) {
            throw new RefusedException("its class " + factory + " needs Java " + needed + " and this host runs on Java "
                    + here + ": run the host on Java " + needed + ", or compile with --release " + here);
        }
    }

    /** The content of a path in the folder (by the empty name) and in each JAR that has it. */
    private Map<String, byte[]> everywhere(String path) throws IOException {
        Map<String, byte[]> found = new LinkedHashMap<>();
        Path loose = content.root().resolve(path);
        if (content.folder() && content.files().contains(path)) {
            found.put("", Files.readAllBytes(loose));
        }
        for (Map.Entry<String, Archive> archive : archives.entrySet()) {
            archive.getValue().read(path).ifPresent(bytes -> found.put(archive.getKey(), bytes));
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        for (Archive archive : archives.values()) {
            archive.close();
        }
    }
}
