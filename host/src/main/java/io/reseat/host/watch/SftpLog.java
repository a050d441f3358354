package io.reseat.host.watch;

import com.jcraft.jsch.JSch;
import java.lang.invoke.MethodHandles;
import org.apache.commons.vfs2.provider.sftp.SftpClientFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on the warnings of JSch alone: a connection tells some forty lines of INFO, and one is made after every error.
 * Safe from any thread.
 */
final class SftpLog implements com.jcraft.jsch.Logger {
    private static final Logger LOG = LoggerFactory.getLogger(JSch.class);

    static {
        install();
    }

    private SftpLog() {}

    /** Has its effect once, when this class is initialized. */
    static void quiet() {}

    /** The class of VFS sets a logger of its own when it is initialized, so that must be over. */
    private static void install() {
        try {
            MethodHandles.lookup().ensureInitialized(SftpClientFactory.class);
        } catch (IllegalAccessException e) {
            throw new LinkageError("SftpClientFactory is no longer public", e);
        }
        JSch.setLogger(new SftpLog());
    }

    @Override
    public boolean isEnabled(int level) {
        return level >= WARN;
    }

    @Override
    public void log(int level, String message) {
        if (isEnabled(level)) {
            LOG.warn("{}", message);
        }
    }
}
