package io.reseat.bench.plugin;

/**
 * What tells one JAR of this plugin from another. It is code and not a resource: the benchmark writes the figures into the
 * constant below in the class file, so that a new stamp proves that new code runs.
 *
 * @param marker of the JAR
 * @param classes how many classes {@code farm.C0…} the JAR holds
 * @param payloadCrc the CRC-32 of {@code payload.bin}, 0 if there is none
 */
record Stamp(long marker, int classes, long payloadCrc) {
    static Stamp ofThisJar() {
        String[] parts = text().split(" ", -1);
        return new Stamp(Long.parseLong(parts[1]), Integer.parseInt(parts[2]), Long.parseLong(parts[3]));
    }

    private static String text() {
        return "stamp 000000000000 000000 000000000000";
    }
}
