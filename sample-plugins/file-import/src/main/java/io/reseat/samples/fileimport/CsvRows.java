package io.reseat.samples.fileimport;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** CSV as RFC 4180 has it. The first record names the columns; an empty field is null. */
final class CsvRows implements RowParser {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setNullString("").get();

    private final int[] positions;
    private final int width;

    /**
     * Reads the header.
     *
     * @throws MalformedException if it names other columns than the configured ones
     */
    CsvRows(String header, List<String> columns) throws MalformedException {
        List<String> names = split(header).toList();
        if (!Set.copyOf(columns).equals(Set.copyOf(withoutNull(names))) || names.size() != columns.size()) {
            throw new MalformedException("its header names " + names + ", but the config's columns are " + columns);
        }
        this.positions = columns.stream().mapToInt(names::indexOf).toArray();
        this.width = names.size();
    }

    private static List<String> withoutNull(List<String> names) {
        return names.stream().map(name -> name == null ? "" : name).toList();
    }

    @Override
    public @Nullable String[] parse(String record) throws MalformedException {
        CSVRecord fields = split(record);
        if (fields.size() != width) {
            throw new MalformedException("it has " + fields.size() + " fields, and the header has " + width);
        }
        @Nullable String[] row = new @Nullable String[width];
        for (int i = 0; i < width; i++) {
            row[i] = fields.get(positions[i]);
        }
        return row;
    }

    private static CSVRecord split(String record) throws MalformedException {
        try (CSVParser parser = CSVParser.parse(new StringReader(record), FORMAT)) {
            return parser.iterator().next();
        } catch (IOException | RuntimeException e) {
            throw new MalformedException("it is no CSV: " + e.getMessage());
        }
    }
}
