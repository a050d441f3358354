package io.reseat.samples.fileimport;

/**
 * How far a file is imported, as the ledger has it. Immutable.
 *
 * @param outcome {@code open}, {@code done} or {@code failed}
 * @param offset the byte up to which its records are imported or rejected
 * @param line the number of lines up to there
 * @param rows how many were imported
 * @param rejected how many were not
 * @param rejectBytes the length of its list of rejected records
 */
record Progress(String outcome, long offset, long line, long rows, long rejected, long rejectBytes) {
    static final Progress NONE = new Progress("open", 0, 0, 0, 0, 0);

    boolean isOpen() {
        return outcome.equals("open");
    }

    boolean isFailed() {
        return outcome.equals("failed");
    }

    Progress as(String newOutcome) {
        return new Progress(newOutcome, offset, line, rows, rejected, rejectBytes);
    }
}
