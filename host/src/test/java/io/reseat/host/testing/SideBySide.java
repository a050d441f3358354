package io.reseat.host.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The seeds of a long test, each a test of its own in the report, several of them under way at a time. They share nothing.
 *
 * <p>{@code -Dreseat.full=true} asks for all seeds, {@code -Dreseat.share=1/2} for the first of two parts of them (another JDK
 * has the second), {@code -Dreseat.seed=7} for one alone, {@code -Dreseat.width=3} for three at a time; the ends of seeds
 * are written to the file of {@code -Dreseat.progress}, since the build keeps to itself what tests print.
 */
public final class SideBySide {
    /** What is done with one seed, on a thread of its own. */
    public interface Part {
        void run(int seed) throws Exception;
    }

    private static final Duration INTERVAL = Duration.ofSeconds(20);

    private final String name;
    private final int[] seeds;
    private int ended;
    private long told = System.nanoTime();

    private SideBySide(String name, int[] seeds) {
        this.name = name;
        this.seeds = seeds;
    }

    /** Whether the long suites are to run at their full length. */
    public static boolean full() {
        return Boolean.getBoolean("reseat.full");
    }

    /** Whether they are to run at their shortest. */
    public static boolean brief() {
        return !full() && Boolean.getBoolean("reseat.brief");
    }

    /** The one seed that was asked for, or the share of all that was, or just a few. */
    public static IntStream seeds(int all, IntStream few) {
        String one = System.getProperty("reseat.seed");
        if (one != null) {
            return IntStream.of(Integer.parseInt(one));
        }
        String[] share = System.getProperty("reseat.share", "1/1").split("/");
        int mine = Integer.parseInt(share[0]) - 1;
        int shares = Integer.parseInt(share[1]);
        return full() ? IntStream.range(0, all).filter(seed -> seed % shares == mine) : few;
    }

    /** Begins with all seeds at once, as many at a time as there is room for; each test waits for the end of its own. */
    public static Stream<DynamicTest> tests(String name, IntStream seeds, int width, Part part) {
        SideBySide run = new SideBySide(name, seeds.toArray());
        ExecutorService pool = Executors.newFixedThreadPool(Integer.getInteger("reseat.width", width));
        List<Future<Void>> ends = IntStream.of(run.seeds)
                .mapToObj(seed -> pool.submit(() -> run.one(seed, part)))
                .toList();
        pool.shutdown();
        return IntStream.range(0, run.seeds.length)
                .mapToObj(i -> DynamicTest.dynamicTest("seed " + run.seeds[i], () -> await(ends.get(i))))
                .onClose(pool::shutdownNow);
    }

    private Void one(int seed, Part part) throws Exception {
        boolean passed = false;
        try {
            part.run(seed);
            passed = true;
        } catch (AssertionError | Exception e) {
            throw new AssertionError(name + ", alone with -Dreseat.seed=" + seed + ": " + e.getMessage(), e);
        } finally {
            tell(seed, passed);
        }
        return null;
    }

    /** Every failure and the last one at once, of the others one in a while. */
    private synchronized void tell(int seed, boolean passed) throws IOException {
        ended++;
        String file = System.getProperty("reseat.progress");
        boolean quiet = passed && ended < seeds.length && System.nanoTime() - told < INTERVAL.toNanos();
        if (file == null || quiet) {
            return;
        }
        told = System.nanoTime();
        String line =
                "%s: seed %d %s, %d of %d%n".formatted(name, seed, passed ? "passed" : "failed", ended, seeds.length);
        Files.writeString(Path.of(file), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void await(Future<Void> end) throws Throwable {
        try {
            end.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }
}
