package io.reseat.host.management;

import java.util.List;

/**
 * One version of a plugin, as an open type.
 *
 * @param version its version; empty where only its digest is known any more
 * @param digest SHA-256 of what was staged
 * @param source where it came from; empty where that is not known any more
 * @param bytes the size of its files; 0 where that is not known any more
 * @param present whether it lies in the watched directory now
 * @param usedBy the tasks that run on it
 */
public record VersionRow(
        String version, String digest, String source, long bytes, boolean present, List<String> usedBy) {}
