package io.reseat.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Bytes of live objects of a JVM, counted by its own {@code GC.class_histogram} after a full collection. Stateless. */
final class LiveHeap {
    private LiveHeap() {}

    static double bytes(Jvm jvm) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
        Process process = new ProcessBuilder(List.of(jcmd, String.valueOf(jvm.pid()), "GC.class_histogram")).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> line.startsWith("Total"))
                .mapToDouble(line -> Double.parseDouble(line.trim().split("\\s+")[2]))
                .findFirst()
                .orElseThrow(() -> new IOException("jcmd gave no histogram: " + text));
    }
}
