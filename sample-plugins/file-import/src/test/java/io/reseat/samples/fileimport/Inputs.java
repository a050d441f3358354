package io.reseat.samples.fileimport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The files and configs of these tests: readings of sensors, each with an id of its own. */
final class Inputs {
    static final String TABLE = "readings";
    static final String HEADER = "id,sensor,celsius\n";

    private Inputs() {}

    static FileImportConfig config(FileImportConfig.Connection database, int batch, Duration quiet) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("id", "integer not null");
        columns.put("sensor", "varchar(10)");
        columns.put("celsius", "double precision");
        return new FileImportConfig(null, TABLE, columns, batch, quiet, database);
    }

    static String csv(int first, int count) {
        return HEADER
                + IntStream.range(first, first + count)
                        .mapToObj(id -> id + ",s" + id % 7 + "," + id / 4.0 + "\n")
                        .collect(Collectors.joining());
    }

    static String jsonLines(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(id -> "{\"id\":" + id + ",\"sensor\":\"s" + id % 7 + "\",\"celsius\":" + id / 4.0 + "}\n")
                .collect(Collectors.joining());
    }

    /** Puts a file there as a careful sender does: under a temporary name, then renamed. */
    static void renameIn(Path folder, String name, String content) throws IOException {
        Path part = Files.writeString(folder.resolve(name + ".part"), content);
        Files.move(part, folder.resolve(name));
    }

    static int files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return (int)
                    files.filter(file -> !file.toString().endsWith(".rejects")).count();
        }
    }

    /** The text of the only file in a folder whose name ends like this. */
    static String read(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.filter(path -> path.toString().endsWith(ending))
                    .reduce((a, b) -> {
                        throw new AssertionError("two files: " + a + ", " + b);
                    })
                    .orElseThrow(() -> new AssertionError("no " + ending + " in " + folder));
            return Files.readString(file);
        }
    }
}
