package io.reseat.samples.fileimport;

import io.reseat.api.Metrics;
import io.reseat.api.SavedState;
import io.reseat.api.TaskContext;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was imported over all generations, and which file at which byte is the last. For people alone: what counts for
 * the import is the ledger. Written by the importing thread.
 */
final class Counters {
    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(1);

    private final TaskContext context;
    private final Metrics.Counter rowMetric;
    private final Metrics.Counter rejectMetric;
    private final Metrics.Counter fileMetric;
    private long files;
    private long rows;
    private long rejected;
    private String lastFile = "";
    private long lastOffset;
    private long savedAt = System.nanoTime();

    Counters(TaskContext context) {
        this.context = context;
        this.rowMetric = context.metrics().counter("rows");
        this.rejectMetric = context.metrics().counter("rejected");
        this.fileMetric = context.metrics().counter("files");
    }

    void batch(Drop drop, Progress from, Progress to) throws IOException {
        rows += to.rows() - from.rows();
        rejected += to.rejected() - from.rejected();
        rowMetric.add(to.rows() - from.rows());
        rejectMetric.add(to.rejected() - from.rejected());
        lastFile = drop.name();
        lastOffset = to.offset();
        if (System.nanoTime() - savedAt > BETWEEN_CHECKPOINTS.toNanos()) {
            save();
        }
    }

    void file() throws IOException {
        files++;
        fileMetric.increment();
        save();
    }

    private void save() throws IOException {
        context.checkpoint(toState());
        savedAt = System.nanoTime();
    }

    Map<String, Object> toState() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("files", files);
        state.put("rows", rows);
        state.put("rejected", rejected);
        state.put("last-file", lastFile);
        state.put("last-offset", lastOffset);
        return state;
    }

    void restore(SavedState saved) {
        Map<String, Object> state = saved.values();
        files = (Long) state.getOrDefault("files", 0L);
        rows = (Long) state.getOrDefault("rows", 0L);
        rejected = (Long) state.getOrDefault("rejected", 0L);
        lastFile = (String) state.getOrDefault("last-file", "");
        lastOffset = (Long) state.getOrDefault("last-offset", 0L);
    }
}
