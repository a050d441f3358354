package io.reseat.host;

import io.reseat.host.model.TaskName;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one end of a running host, whoever asks for it: a signal, or a JVM that ends. Safe from any thread. */
final class Stop {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");

    private final Host host;
    private volatile boolean over;

    Stop(Host host) {
        this.host = host;
    }

    Host host() {
        return host;
    }

    /** Ends the host and its log; who comes second waits until that is done. */
    synchronized void end(String how) {
        if (over) {
            return;
        }
        LOG.info("stopping{}: running cycles end first", how);
        host.close();
        Set<TaskName> unfinished = unfinished();
        if (unfinished.isEmpty()) {
            LOG.info("stopped");
        } else {
            LOG.warn(
                    "stopped; cut off: {}",
                    String.join(
                            ", ",
                            unfinished.stream().map(TaskName::value).sorted().toList()));
        }
        over = true;
        Logging.stop();
    }

    /** Whether all has ended. */
    boolean over() {
        return over;
    }

    /** Tasks that did not end in their time; while the host stops, also those that may yet. */
    Set<TaskName> unfinished() {
        return host.unfinished();
    }
}
