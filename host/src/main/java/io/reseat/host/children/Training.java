package io.reseat.host.children;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.ProcessOptions;
import io.reseat.host.model.Version;
import io.reseat.host.wire.Channel;
import io.reseat.host.wire.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the {@link ClassArchive}: a child JVM of low priority opens a plugin that is empty, and writes down as it ends what
 * it has loaded. No code of a plugin runs. Runs once, on a thread that may be held up.
 */
final class Training implements Channel.End {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);
    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final long MINUTES = 2;

    private final ClassArchive archive;
    private final Program program;
    private final Means means;
    private final CompletableFuture<@Nullable Void> greeted = new CompletableFuture<>();

    Training(ClassArchive archive, Program program, Means means) {
        this.archive = archive;
        this.program = program;
        this.means = means;
    }

    /** Makes the archive, or says why not. */
    void run() {
        try {
            Optional<Path> draft = archive.draft();
            if (draft.isPresent()) {
                make(draft.get());
            }
        } catch (IOException e) {
            LOG.warn("no class archive for child JVMs could be made: {}. They start without", e.toString());
        }
    }

    private void make(Path draft) throws IOException {
        Path plugin = draft.resolveSibling(draft.getFileName() + ".jar");
        try {
            new JarOutputStream(Files.newOutputStream(plugin), new Manifest()).close();
            Jvm jvm = Jvm.start(
                    command(draft),
                    "child-training",
                    this,
                    new ChildLog(() -> "class archive", means.log()),
                    process -> means.processes().add(process, "class archive"));
            try {
                lead(jvm, plugin);
                int status = jvm.gone()
                        .toCompletableFuture()
                        .get(MINUTES, TimeUnit.MINUTES)
                        .status();
                if (status != 0 || !Files.exists(draft)) {
                    throw new IOException("its JVM ended with exit status " + status);
                }
                archive.take(draft);
            } finally {
                jvm.handle().destroyForcibly();
                means.processes().remove(jvm.handle());
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("its JVM does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Files.deleteIfExists(plugin);
            Files.deleteIfExists(draft);
        }
    }

    private ProcessBuilder command(Path draft) {
        JvmCommand usual = new JvmCommand(program, ProcessOptions.DEFAULT, means.logs(), Optional.empty());
        List<String> more = List.of("-XX:ArchiveClassesAtExit=" + draft, "-Xlog:disable"); // it names all that it skips
        ProcessBuilder builder = usual.builder(means.marker() + "0", more);
        if (Files.isExecutable(NICE)) {
            builder.command().addAll(0, List.of(NICE.toString(), "-n", "19"));
        }
        return builder;
    }

    /** Has it load what each child needs. That there is nothing in the plugin is what it answers. */
    private void lead(Jvm jvm, Path plugin) throws ExecutionException, InterruptedException, TimeoutException {
        greeted.get(MINUTES, TimeUnit.MINUTES);
        Artifact empty =
                new Artifact(new PluginId("none"), new Version("0"), Digest.of(new byte[0]), plugin, false, "none", 0);
        CompletableFuture<?> opened = jvm.channel().ask("open", Opening.of(empty, 0, means.setup()));
        opened.handle((answer, refused) -> "").get(MINUTES, TimeUnit.MINUTES);
        Rehearsals.in(jvm.channel()::ask).get(MINUTES, TimeUnit.MINUTES);
        jvm.channel().ask("ping", Map.of()).get(MINUTES, TimeUnit.MINUTES);
        Future<?> unused = jvm.channel().ask("end", Map.of()); // its answer is the end
    }

    @Override
    public CompletionStage<Map<String, Object>> asked(String what, Map<String, Object> body) {
        return CompletableFuture.failedFuture(new RefusedException(Map.of("text", "nothing is here to be asked for")));
    }

    @Override
    public void told(String what, Map<String, Object> body) {
        if (what.equals("hello")) {
            greeted.complete(null);
        }
    }

    @Override
    public void noise(String line) {
        LOG.debug("the training of a class archive says: {}", line);
    }
}
