package io.reseat.host.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * How the child JVM of a task is started, as {@code process:} says. It has a meaning with {@link RunnerKind#PROCESS} alone,
 * and where {@link OnStuck#PROCESS} moves a task there.
 *
 * @param heap the most bytes of its heap, at least {@link #LEAST_HEAP}
 * @param jvmArgs further options of its JVM, each one argument; nothing secret is in them
 * @param standby how many warmed child JVMs are kept ready for it; 0 to {@link #MOST_STANDBY}
 */
public record ProcessOptions(long heap, List<String> jvmArgs, int standby) {
    /** Below it a JVM hardly starts. */
    public static final long LEAST_HEAP = 16L << 20;

    /** A guard against a slip of the finger. */
    public static final long MOST_HEAP = 1L << 40;

    /** Each of them takes the memory of a JVM. */
    public static final int MOST_STANDBY = 16;

    /** What holds where a file says nothing. */
    public static final ProcessOptions DEFAULT = new ProcessOptions(128L << 20, List.of(), 0);

    public ProcessOptions {
        jvmArgs = List.copyOf(jvmArgs);
    }

    /** Of what makes a child JVM the one that it is: all but {@link #standby}, which applies to those to come. */
    public Digest digest() {
        MessageDigest sum = Digest.sha256();
        sum.update(Long.toString(heap).getBytes(StandardCharsets.UTF_8));
        for (String argument : jvmArgs) {
            sum.update((byte) 0); // no argument of a process has one in it
            sum.update(argument.getBytes(StandardCharsets.UTF_8));
        }
        return Digest.ofRaw(sum.digest());
    }
}
