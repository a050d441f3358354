package io.reseat.host.isolation;

import io.reseat.api.TaskFactory;
import io.reseat.host.model.Artifact;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Loads one plugin: the platform and {@link SharedPackages} from outside, everything else from the plugin's own JARs and
 * folders. Owned by its {@link Realm} and closed last; parallel capable.
 *
 * <p>Its class path is read here and not by the superclass, for three reasons: a manifest's {@code Class-Path} is never
 * followed, classes get a protection domain that does not name this loader, and each class is looked up once.
 */
final class PluginClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final ClassLoader HOST = TaskFactory.class.getClassLoader();

    private final String label;
    private final PluginPath path;
    private final NativeLibraries natives;
    private final Set<String> resolved = ConcurrentHashMap.newKeySet();
    private final JdbcDrivers jdbcDrivers = new JdbcDrivers(this);

    private PluginClassLoader(String label, PluginPath path, NativeLibraries natives) {
        super(label, path.locations(), getPlatformClassLoader());
        this.label = label;
        this.path = path;
        this.natives = natives;
    }

    static PluginClassLoader open(Artifact artifact, long number, Path scratch) throws IOException {
        String label = artifact.label() + "#" + number;
        PluginPath path = PluginPath.open(artifact);
        return new PluginClassLoader(label, path, new NativeLibraries(path, scratch));
    }

    String label() {
        return label;
    }

    JdbcDrivers jdbcDrivers() {
        return jdbcDrivers;
    }

    /** The realm's directory, which may not exist. */
    Path scratch() {
        return natives.scratch();
    }

    /** What the plugin's author should know. */
    List<String> warnings() {
        return path.ignoredCopies();
    }

    /** Whether the plugin's code ever asked for this class of the platform, out of {@link Cleaning#TELLING}. */
    boolean hasResolved(String platformClass) {
        return resolved.contains(platformClass);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return switch (SharedPackages.ofClass(name)) {
            case HOST -> HOST.loadClass(name);
            case PLATFORM -> platformClass(name, resolve);
            case PLUGIN -> ownClass(name, resolve);
        };
    }

    private Class<?> platformClass(String name, boolean resolve) throws ClassNotFoundException {
        if (Cleaning.TELLING.contains(name)) {
            resolved.add(name);
        }
        return super.loadClass(name, resolve);
    }

    /** Own classes first: the platform has none of their packages, and its "not found" is an exception each time. */
    private Class<?> ownClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            @Nullable Class<?> type = findLoadedClass(name);
            if (type == null) {
                type = defineOwn(name);
            }
            return type == null ? super.loadClass(name, resolve) : type;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        @Nullable Class<?> type = defineOwn(name);
        if (type == null) {
            throw new ClassNotFoundException(name);
        }
        return type;
    }

    private @Nullable Class<?> defineOwn(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/').concat(".class");
        try {
            for (PathElement element : path.elements()) {
                PathElement.@Nullable ClassBytes found = element.classBytes(file);
                if (found != null) {
                    definePackageOf(name, element);
                    return defineClass(name, found.bytes(), 0, found.bytes().length, found.domain());
                }
            }
            return null;
        } catch (IOException | IllegalStateException unreadable) { // the latter: the JAR is closed
            throw new ClassNotFoundException(name + " cannot be read in " + label, unreadable);
        }
    }

    private void definePackageOf(String className, PathElement element) throws IOException {
        int dot = className.lastIndexOf('.');
        String name = dot < 0 ? "" : className.substring(0, dot);
        @Nullable Package defined = getDefinedPackage(name);
        if (defined == null && dot > 0) {
            defined = define(name, element);
        }
        if (defined != null && defined.isSealed() && !defined.isSealed(element.location())) {
            throw new SecurityException("package " + name + " is sealed, and " + element.location() + " adds to it");
        }
    }

    private @Nullable Package define(String name, PathElement element) throws IOException {
        @Nullable Manifest manifest = element.manifest();
        try {
            return manifest == null
                    ? definePackage(name, null, null, null, null, null, null, null)
                    : definePackage(name, manifest, element.location());
        } catch (IllegalArgumentException definedByAnotherThread) {
            return getDefinedPackage(name);
        }
    }

    /** Defines a class of the host in this loader, so that the JDK takes its calls for calls of the plugin. */
    Class<?> defineHelper(Class<?> helper) throws IOException {
        String file = helper.getSimpleName() + ".class";
        try (InputStream in = Objects.requireNonNull(helper.getResourceAsStream(file), file)) {
            byte[] bytes = in.readAllBytes();
            return defineClass(helper.getName(), bytes, 0, bytes.length, HostDomain.of(path.location(), null));
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        return SharedPackages.isSharedResource(name) ? HOST.getResource(name) : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (name.equals(FactoryLookup.SERVICE_FILE)) {
            return findResources(name); // the platform has no factories, and searching it for them takes its time
        }
        return SharedPackages.isSharedResource(name) ? HOST.getResources(name) : super.getResources(name);
    }

    @Override
    public @Nullable URL findResource(String name) {
        return path.first(name);
    }

    @Override
    public Enumeration<URL> findResources(String name) {
        return Collections.enumeration(path.all(name));
    }

    @Override
    protected @Nullable String findLibrary(String library) {
        return natives.find(library);
    }

    /** Closes every JAR, and what was read through URLs of this loader. */
    @Override
    public void close() throws IOException {
        try (path) {
            super.close();
        }
    }
}
