package io.reseat.host.child;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What answers the host's asks about plugins. */
interface Plugins {
    /** Called on the thread that reads: must be quick. */
    CompletionStage<Map<String, Object>> asked(String what, Map<String, Object> body);

    /** Ends what still runs; completes when all is closed. */
    CompletionStage<?> close();
}
