package io.reseat.samples.fileimport;

import io.reseat.api.SecretValue;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code config:} of an importer.
 *
 * @param folder where files are dropped; a relative one lies in the task's data directory, and
 *     so this is text: the host takes a relative path from the home; {@code inbox} if absent
 * @param table the table that takes the rows; made if it does not exist
 * @param columns name in the files and in the table, to the column's SQL type, in the order of the table
 * @param batch rows in one transaction, 1 to 100,000; 1,000 if absent
 * @param quiet how long a file must stay unchanged before it is taken; 2 s if absent
 * @param database where to; an embedded H2 database in the task's data directory if absent
 */
public record FileImportConfig(
        String folder,
        String table,
        Map<String, String> columns,
        Integer batch,
        Duration quiet,
        @Nullable Connection database) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final Pattern TYPE = Pattern.compile("[A-Za-z][A-Za-z0-9_ ]*(\\(\\d+(, *\\d+)?\\))?[A-Za-z ]*");

    /** Refuses what makes no sense, and fills in what was left out: a key that is absent arrives as null. */
    public FileImportConfig {
        folder = folder == null ? "inbox" : folder;
        refuseUnless(table != null && NAME.matcher(table).matches(), "table must be a plain SQL name, but is " + table);
        refuseUnless(columns != null && !columns.isEmpty(), "columns is empty: give each column's name and SQL type");
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        columns.forEach(FileImportConfig::checkColumn);
        batch = batch == null ? Integer.valueOf(1000) : batch;
        refuseUnless(batch >= 1 && batch <= 100_000, "batch must be 1 to 100000, but is " + batch);
        quiet = quiet == null ? Duration.ofSeconds(2) : quiet;
        refuseUnless(!quiet.isNegative(), "quiet must not be negative, but is " + quiet);
    }

    private static void checkColumn(String name, String type) {
        refuseUnless(NAME.matcher(name).matches(), "column " + name + " is no plain SQL name");
        refuseUnless(type != null && TYPE.matcher(type).matches(), "column " + name + " has no SQL type: " + type);
    }

    private static void refuseUnless(boolean good, String why) {
        if (!good) {
            throw new IllegalArgumentException(why);
        }
    }

    /**
     * How to reach a database.
     *
     * @param url a JDBC URL of H2 or PostgreSQL, without a password
     * @param user the user; that of the URL or the driver's default if absent
     * @param password the password; none if absent
     */
    public record Connection(
            String url, @Nullable String user, @Nullable SecretValue password) {
        /** Refuses a URL that would show a password, and one that no driver here takes. */
        public Connection {
            refuseUnless(url != null, "database has no url");
            refuseUnless(
                    !url.toLowerCase(Locale.ROOT).contains("password="),
                    "the database url holds a password, which would be shown: give it as password instead");
            refuseUnless(
                    url.startsWith("jdbc:h2:") || url.startsWith("jdbc:postgresql:"),
                    "the database url must begin with jdbc:h2: or jdbc:postgresql:");
        }

        boolean isH2() {
            return url.startsWith("jdbc:h2:");
        }
    }
}
