package io.reseat.host.store;

import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The file behind {@link GenerationNumbers}: a line {@code <task> <highest number reserved>} for each reservation, the
 * highest one of a task counts. Rewritten short when it is opened and closed. Used by one thread at a time.
 */
final class NumberJournal {
    private final Path file;
    private final Map<TaskName, Long> highest;
    private final boolean damaged;
    private FileOutputStream out;
    private boolean failed;

    private NumberJournal(Path file, Map<TaskName, Long> highest, boolean damaged, FileOutputStream out) {
        this.file = file;
        this.highest = highest;
        this.damaged = damaged;
        this.out = out;
    }

    static NumberJournal open(Path file, Consumer<Problem> problems) throws IOException {
        Optional<byte[]> content = DurableFile.read(file);
        Map<TaskName, Long> highest = new TreeMap<>();
        boolean damaged = content.isPresent() && !parse(new String(content.get(), StandardCharsets.UTF_8), highest);
        if (damaged) {
            Path aside = file.resolveSibling(file.getFileName() + ".corrupt-" + System.currentTimeMillis());
            DurableFile.write(aside, content.get());
            problems.accept(new Problem(
                    Place.of(file.toString()),
                    "has damaged lines; what could be read of it counts, and what history and state say of each task,"
                            + " and it was kept as " + aside.getFileName()));
        }
        if (!Arrays.equals(lines(highest), content.orElse(null))) {
            DurableFile.write(file, lines(highest));
        }
        return new NumberJournal(file, highest, damaged, new FileOutputStream(file.toFile(), true));
    }

    /** Whether lines of it could not be read. */
    boolean damaged() {
        return damaged;
    }

    /** Each task's highest reserved number. */
    Map<TaskName, Long> highest() {
        return highest;
    }

    /** Adds reservations; they are on disk when this returns. */
    void append(Map<TaskName, Long> limits) throws IOException {
        if (failed) {
            startAgain();
        }
        failed = true; // until it is proven good: what a failed write or sync left in the file is not known
        out.write(lines(limits));
        out.getFD().sync();
        highest.putAll(limits);
        failed = false;
    }

    private void startAgain() throws IOException {
        out.close();
        DurableFile.write(file, lines(highest));
        out = new FileOutputStream(file.toFile(), true);
    }

    /** Ends with these numbers as the highest. */
    void close(Map<TaskName, Long> used) throws IOException {
        out.close();
        DurableFile.write(file, lines(used));
    }

    private static byte[] lines(Map<TaskName, Long> numbers) {
        StringBuilder lines = new StringBuilder();
        numbers.forEach(
                (task, number) -> lines.append(task).append(' ').append(number).append('\n'));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What follows the last line end was never acknowledged: a kill in the middle of a write, and no damage. */
    private static boolean parse(String content, Map<TaskName, Long> highest) {
        boolean whole = true;
        int start = 0;
        for (int end = content.indexOf('\n'); end >= 0; end = content.indexOf('\n', start)) {
            whole &= parseLine(content.substring(start, end), highest);
            start = end + 1;
        }
        return whole;
    }

    private static boolean parseLine(String line, Map<TaskName, Long> highest) {
        int space = line.indexOf(' ');
        try {
            highest.merge(new TaskName(line.substring(0, space)), Long.parseLong(line.substring(space + 1)), Math::max);
            return true;
        } catch (RuntimeException e) {
            return false; // reported by the caller, for all lines at once
        }
    }
}
