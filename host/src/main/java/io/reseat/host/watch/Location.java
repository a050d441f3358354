package io.reseat.host.watch;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a tree lies. Printed, it is only what may be shown, since the address itself may hold credentials.
 *
 * @param address a path, relative to the home unless absolute, or any URI that Commons VFS can list; with all
 *     {@code ${…}} resolved
 * @param shown the same as the operator wrote it, used in every message, log line and thread name
 */
public record Location(String address, String shown) {
    private static final Pattern PASSWORD = Pattern.compile("//[^/@:]*:([^/@]+)@");
    private static final String MASK = "***";

    /** A location without secrets, which is shown as it is. */
    public static Location of(String address) {
        return new Location(address, address);
    }

    /** Whether the operator wrote the password itself instead of a {@code ${…}}. */
    boolean showsPassword() {
        return password().map(p -> shown.contains(p)).orElse(false);
    }

    /** A text of another library without the address and its password. */
    String scrub(String text) {
        String scrubbed = text.replace(address, shown());
        return password().map(p -> withoutPassword(scrubbed, p)).orElse(scrubbed);
    }

    private Optional<String> password() {
        Matcher matcher = PASSWORD.matcher(address);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String withoutPassword(String text, String raw) {
        String masked = text.replace(raw, MASK);
        try {
            return masked.replace(URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8), MASK);
        } catch (IllegalArgumentException e) {
            // A percent sign that stands for itself: there is no other form of the password.
            return masked;
        }
    }

    @Override
    public String shown() {
        return password().map(p -> withoutPassword(shown, p)).orElse(shown);
    }

    @Override
    public String toString() {
        return shown();
    }
}
