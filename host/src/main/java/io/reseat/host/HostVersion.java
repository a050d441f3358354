package io.reseat.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that this host was built as. Stateless. */
final class HostVersion {
    private HostVersion() {}

    /** Such as {@code 0.1.0}. */
    static String current() {
        try (InputStream in = HostVersion.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
