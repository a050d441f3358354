package io.reseat.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Bytes of live objects of a JVM, counted by its own {@code GC.class_histogram} after a full collection, without what the
 * collector itself put into gaps that it does not close. Stateless.
 */
final class LiveHeap {
    private static final String GAP = "jdk.internal.vm.Filler";

    private LiveHeap() {}

    static double bytes(Jvm jvm) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
        Process process = new ProcessBuilder(List.of(jcmd, String.valueOf(jvm.pid()), "GC.class_histogram")).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (text.lines().noneMatch(line -> line.startsWith("Total"))) {
            throw new IOException("jcmd gave no histogram: " + text);
        }
        return bytes(text, line -> line.startsWith("Total")) - bytes(text, line -> line.contains(GAP));
    }

    private static double bytes(String histogram, Predicate<String> lines) {
        return histogram
                .lines()
                .filter(lines)
                .mapToDouble(line -> Double.parseDouble(
                        line.replaceFirst("^\\s*\\d+:", "Total").split("\\s+")[2]))
                .sum();
    }
}
