package io.reseat.host.watch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** What an operator reads of an error of the local file system, whose own message is often a bare path. */
final class IoText {
    private IoText() {}

    /** What is wrong, with the remedy where the error tells one. */
    static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "the user that runs the host may not read it; change its owner or its mode";
        }
        if (e instanceof FileSystemException failed && failed.getReason() != null) {
            boolean loop = failed.getReason().contains("levels of symbolic links");
            return loop ? "its link leads back to itself; mend the link, or remove it" : failed.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
