package io.reseat.host.model;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which plugin a task wants, as its file says: {@code heartbeat}, {@code heartbeat@1.2.0} or {@code heartbeat@1.x}.
 *
 * @param id the plugin
 * @param pin an exact version, a range that ends in {@code .x}, or empty for any
 */
public record PluginRef(PluginId id, String pin) {
    private static final Pattern RANGE = Pattern.compile("[0-9]+(\\.[0-9]+)*\\.x");

    /**
     * Reads a reference as a task's file has it.
     *
     * @throws IllegalArgumentException with a readable message if this is no reference
     */
    public static PluginRef parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            return new PluginRef(new PluginId(text), "");
        }
        String pin = text.substring(at + 1);
        if (pin.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' lacks a version after '@'; write id@1.2.0 or id@1.x");
        }
        return new PluginRef(new PluginId(text.substring(0, at)), new Version(pin).text());
    }

    /** Whether a version of the plugin satisfies this reference. */
    public boolean admits(Version version) {
        if (pin.isEmpty()) {
            return true;
        }
        if (!RANGE.matcher(pin).matches()) {
            return new Version(pin).compareTo(version) == 0;
        }
        List<String> parts = List.of(pin.split("\\."));
        return version.beginsWith(parts.subList(0, parts.size() - 1));
    }

    @Override
    public String toString() {
        return pin.isEmpty() ? id.value() : id + "@" + pin;
    }
}
