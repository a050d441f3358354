package io.reseat.host.model;

import java.time.Duration;

/**
 * A child JVM that a generation runs in, as of its last answer, at most some seconds ago.
 *
 * @param pid its process
 * @param heapUsed bytes of its heap in use
 * @param heapMax the most bytes that its heap may have; 0 before its first answer
 * @param threads how many live threads it has
 * @param cpu processor time since its start
 */
public record ChildJvm(long pid, long heapUsed, long heapMax, long threads, Duration cpu) {
    @Override
    public String toString() {
        String answered = heapMax == 0
                ? ""
                : ", heap " + ByteSizes.about(heapUsed) + " of " + ByteSizes.about(heapMax) + ", " + threads
                        + " threads, CPU " + cpu.toMillis() + " ms";
        return "child JVM " + pid + answered;
    }
}
