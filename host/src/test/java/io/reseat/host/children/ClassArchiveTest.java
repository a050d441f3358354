package io.reseat.host.children;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.ProcessOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    private static final ProcessOptions USUAL = ProcessOptions.DEFAULT;

    @TempDir
    Path home;

    private final AtomicInteger wanted = new AtomicInteger();

    @Test
    void aChildTakesItsClassesFromTheArchiveThatATrainingMade() throws Exception {
        Files.createDirectories(home.resolve("logs"));
        Program program = packed();
        try (Played host = new Played(home, Played.PATIENT, program)) {
            ClassArchive archive = archive(program);
            assertEquals(Optional.empty(), archive.fitting(USUAL));
            host.train(archive);
            assertTrue(archive.fitting(USUAL).isPresent(), "it was made");
            Path loaded = home.resolve("loaded.txt");
            ChildRealm realm = host.open("-Xlog:class+load:file=" + loaded);
            realm.ready().get(60, TimeUnit.SECONDS);
            try (Stream<String> lines = Files.lines(loaded)) {
                assertTrue(lines.anyMatch(
                        line -> line.contains("io.reseat.host.wire.Channel ") && line.contains("shared objects file")));
            }
        }
        assertEquals(1, list(home.resolve("data/cds")).size(), "no draft is left");
    }

    @Test
    void anArchiveIsNotTakenForOtherJarsThoughPathAndTimeAreTheSame() throws Exception {
        Program program = packed();
        ClassArchive before = archive(program);
        write(before);
        Path first = before.fitting(USUAL).orElseThrow();
        Path jar = program.classPath().get(0);
        FileTime time = Files.getLastModifiedTime(jar);
        try (OutputStream more = Files.newOutputStream(jar, StandardOpenOption.APPEND)) {
            more.write(0);
        }
        Files.setLastModifiedTime(jar, time);
        ClassArchive after = archive(program);
        assertEquals(Optional.empty(), after.fitting(USUAL));
        write(after);
        assertNotEquals(first, after.fitting(USUAL).orElseThrow());
        assertEquals(
                List.of(after.fitting(USUAL).orElseThrow()), list(home.resolve("data/cds")), "the old one is gone");
    }

    @Test
    void aTrainingIsWantedOnce() throws Exception {
        ClassArchive archive = archive(packed());
        assertEquals(Optional.empty(), archive.fitting(USUAL));
        assertEquals(Optional.empty(), archive.fitting(USUAL));
        assertEquals(1, wanted.get());
    }

    @Test
    void foldersOfClassesHaveNoArchive() {
        assertEquals(Optional.empty(), archive(Played.program()).fitting(USUAL));
        assertEquals(0, wanted.get());
    }

    @Test
    void aJvmOfAnotherKindTakesNone() throws Exception {
        ClassArchive archive = archive(packed());
        write(archive);
        assertEquals(Optional.empty(), archive.fitting(new ProcessOptions(1 << 26, List.of("-XX:+UseG1GC"), 0)));
        assertTrue(archive.fitting(new ProcessOptions(1 << 26, List.of("-Da=b"), 0))
                .isPresent());
    }

    private ClassArchive archive(Program program) {
        return new ClassArchive(home.resolve("data/cds"), program, wanted::incrementAndGet);
    }

    private static void write(ClassArchive archive) throws IOException {
        Path draft = archive.draft().orElseThrow();
        Files.writeString(draft, "archive");
        archive.take(draft);
    }

    /** The program with JARs in place of folders. */
    private Program packed() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path element : Played.program().classPath()) {
            jars.add(Files.isDirectory(element) ? jar(element, jars.size()) : element);
        }
        return new Program(Played.program().java(), jars, PlayedChild.class.getName());
    }

    private Path jar(Path folder, int number) throws IOException {
        Path jar = home.resolve("classes" + number + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    out.putNextEntry(
                            new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
                    Files.copy(file, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return jar;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
