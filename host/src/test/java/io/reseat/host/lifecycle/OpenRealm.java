package io.reseat.host.lifecycle;

import io.reseat.host.isolation.LoaderRealm;
import io.reseat.host.isolation.RealmWatch;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.Version;
import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Path;

/** A realm of a plugin that a test wrote; what runs on its threads may be code of the test itself. */
final class OpenRealm implements AutoCloseable {
    private final RealmWatch watch = new RealmWatch();
    final LoaderRealm realm;

    OpenRealm(Path directory, PluginJar plugin) throws IOException {
        Path jar = plugin.writeTo(directory.resolve("plugin.jar"));
        Artifact artifact = new Artifact(
                new PluginId("probe"), new Version("1.0.0"), Digest.of(new byte[] {1}), jar, false, "test", 0);
        realm = LoaderRealm.open(artifact, 1, directory.resolve("realm"), watch);
    }

    /** With a plugin of one class, which nobody calls. */
    static OpenRealm empty(Path directory) throws IOException {
        return new OpenRealm(
                directory, PluginJar.named("probe").source("probe.Nothing", "package probe; class Nothing {}"));
    }

    @Override
    public void close() {
        if (!realm.retired()) {
            realm.release();
        }
        watch.close();
    }
}
