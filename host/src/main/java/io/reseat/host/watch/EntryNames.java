package io.reseat.host.watch;

import java.util.List;
import java.util.Locale;

/** Tells names that operators mean from those that editors and copying programs leave for a moment. */
final class EntryNames {
    private static final List<String> TEMPORARY_ENDS =
            List.of("~", ".swp", ".swx", ".part", ".filepart", ".tmp", ".crdownload", ".partial", ".bak");

    private EntryNames() {}

    /** Whether a name is hidden or temporary, so that it is passed over. */
    static boolean passedOver(String name) {
        if (name.isEmpty() || name.charAt(0) == '.' || name.equals("4913")) {
            return true;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return (name.charAt(0) == '#' && name.endsWith("#"))
                || TEMPORARY_ENDS.stream().anyMatch(lower::endsWith);
    }

    /** Whether a file of this name is an entry; for a folder see {@link #isFolder}. */
    static boolean isFile(TreeRules.Kind kind, String name) {
        if (passedOver(name)) {
            return false;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return switch (kind) {
            case CONFIG_FILES -> lower.endsWith(".yaml") || lower.endsWith(".yml") || lower.endsWith(".json");
            case PLUGINS -> lower.endsWith(".jar");
        };
    }

    /** Whether a folder of this name is an entry. */
    static boolean isFolder(TreeRules.Kind kind, String name) {
        return kind == TreeRules.Kind.PLUGINS && !passedOver(name);
    }

    /** The name of the entry that a name belongs to, which is its own unless it is a sidecar's. */
    static String owner(TreeRules rules, String name) {
        for (String suffix : rules.sidecars()) {
            if (name.endsWith(suffix) && name.length() > suffix.length()) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        return name;
    }

    /** Whether a temporary name was made for a final one, such as {@code .a.yaml.Xy12} for {@code a.yaml}. */
    static boolean isTemporaryOf(String temporary, String name) {
        return passedOver(temporary) && temporary.length() > name.length() && temporary.contains(name);
    }
}
