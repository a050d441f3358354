package io.reseat.host.children;

import io.reseat.host.model.ProcessOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line and the environment of a child JVM. Nothing secret is in them: everybody on the machine may read a
 * command line.
 *
 * @param program what it runs
 * @param options as the task's file says
 * @param logs where the JVM reports a crash
 * @param archive a class archive that fits the program
 */
record JvmCommand(Program program, ProcessOptions options, Path logs, Optional<Path> archive) {
    /** In the environment of a child and so of all that it starts: which child of which host that is. */
    static final String MARKER = "RESEAT_CHILD";

    /** Options that are meant for the host's JVM: its debug port is taken, its agents may not fit. */
    private static final List<String> HOSTS_OWN = List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

    private static final List<String> FEWER_COMPILATIONS = List.of(
            "-XX:Tier4InvocationThreshold=20000",
            "-XX:Tier4MinInvocationThreshold=2400",
            "-XX:Tier4CompileThreshold=60000",
            "-XX:Tier4BackEdgeThreshold=160000");

    /** @param marker which child of which host it will be */
    ProcessBuilder builder(String marker) {
        return builder(marker, List.of());
    }

    /** The same with further options. */
    ProcessBuilder builder(String marker, List<String> more) {
        List<String> line = new ArrayList<>();
        line.add(program.java().toString());
        line.addAll(flags());
        line.addAll(more);
        line.add("-cp");
        line.add(program.classPathText());
        line.add(program.main());
        ProcessBuilder builder = new ProcessBuilder(line);
        adapt(builder.environment(), marker);
        return builder;
    }

    /** Makes the host's environment that of a child. */
    static void adapt(Map<String, String> environment, String marker) {
        HOSTS_OWN.forEach(environment::remove);
        environment.putIfAbsent("MALLOC_MMAP_THRESHOLD_", "16384"); // else glibc keeps what the compilers freed
        environment.put(MARKER, marker);
    }

    /** All options; those of the task's file come last and win. */
    List<String> flags() {
        List<String> flags = new ArrayList<>();
        if (options.jvmArgs().stream().noneMatch(argument -> argument.matches("-XX:\\+Use.*GC"))) {
            flags.add("-XX:+UseSerialGC"); // the smallest; a JVM refuses two
        }
        flags.add("-Xms8m"); // else the young generation fills a large heap once before anything is collected
        flags.add("-Xmx" + options.heap());
        flags.addAll(FEWER_COMPILATIONS);
        flags.add("-XX:-UsePerfData");
        flags.add("-XX:+ExitOnOutOfMemoryError");
        flags.add("-XX:+DisplayVMOutputToStderr"); // stdout has the line to the host
        flags.add("-XX:-CreateCoredumpOnCrash");
        flags.add("-XX:ErrorFile=" + logs.resolve("hs_err_pid%p.log"));
        flags.add("-Xlog:disable");
        flags.add("-Xlog:all=warning:stderr");
        flags.add("-Xshare:auto");
        archive.ifPresent(file -> flags.add("-XX:SharedArchiveFile=" + file));
        if (Runtime.version().feature() >= 22) {
            flags.add("--enable-native-access=ALL-UNNAMED"); // plugins may bring native libraries
        }
        flags.add("-Dslf4j.provider=io.reseat.host.child.ChildLogProvider");
        flags.addAll(options.jvmArgs());
        return flags;
    }
}
