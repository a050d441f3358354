package io.reseat.host.reconcile;

import io.reseat.host.config.TaskFiles;
import io.reseat.host.model.Digest;
import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import io.reseat.host.watch.Taker;
import io.reseat.host.watch.Taking;
import io.reseat.host.watch.TreeFile;
import java.io.IOException;
import java.io.InputStream;

/** Reads and parses task files, on the thread of their tree. A file with problems is taken too: they are its content. */
final class TaskFileTaker implements Taker<TaskFile> {
    private static final int LARGEST = 1 << 20;

    private final TaskFiles files;

    TaskFileTaker(TaskFiles files) {
        this.files = files;
    }

    @Override
    public Taking<TaskFile> take(TreeFile file) throws IOException {
        byte[] content;
        try (InputStream in = file.open()) {
            content = in.readNBytes(
                    LARGEST + 1); // one more than allowed, so that the parser can say that it is too large
        }
        Digest digest = Digest.of(content);
        try {
            return new Taking.Taken<>(
                    TaskFile.parse(files, new TaskName(stem(file.name())), file.shown(), content), digest);
        } catch (IllegalArgumentException e) {
            Problem problem = new Problem(Place.of(file.shown()), e.getMessage() + "; rename the file");
            return new Taking.Refused<>(digest, problem);
        }
    }

    /** The name of a task's file without its ending. */
    static String stem(String fileName) {
        return fileName.substring(0, fileName.lastIndexOf('.'));
    }
}
