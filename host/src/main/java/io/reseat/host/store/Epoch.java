package io.reseat.host.store;

import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Counts the starts of the host on one home, so that what a start gives out is above all that was given out before. */
final class Epoch {
    private Epoch() {}

    /**
     * The next one, from 1 on; it is on disk when this returns. After a loss of the file's content the seconds since 1970
     * are taken, which no count of starts has reached.
     *
     * @param file need not exist
     * @param problems told if it was damaged
     */
    static long next(Path file, Consumer<Problem> problems) throws IOException {
        Optional<byte[]> content = DurableFile.read(file);
        long next = content.isEmpty() ? 1 : after(file, content.get(), problems);
        DurableFile.write(file, (next + "\n").getBytes(StandardCharsets.UTF_8));
        return next;
    }

    private static long after(Path file, byte[] content, Consumer<Problem> problems) throws IOException {
        try {
            return Math.addExact(Long.parseLong(new String(content, StandardCharsets.UTF_8).strip()), 1);
        } catch (NumberFormatException | ArithmeticException e) {
            Path aside = file.resolveSibling(file.getFileName() + ".corrupt-" + System.currentTimeMillis());
            DurableFile.write(aside, content);
            long next = Instant.now().getEpochSecond();
            problems.accept(new Problem(
                    Place.of(file.toString()),
                    "is no number; fence tokens go on with epoch " + next
                            + ", above all before it; the file was kept as " + aside.getFileName()));
            return next;
        }
    }
}
