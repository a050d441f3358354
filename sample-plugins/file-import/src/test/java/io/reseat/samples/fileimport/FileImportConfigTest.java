package io.reseat.samples.fileimport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.api.SecretValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileImportConfigTest {
    private static final Map<String, String> COLUMNS = Map.of("id", "integer");

    @Test
    void whatIsLeftOutGetsItsDefault() {
        FileImportConfig config = config("t", COLUMNS, null, null);
        assertEquals("inbox", config.folder());
        assertEquals(1000, config.batch());
        assertEquals(Duration.ofSeconds(2), config.quiet());
    }

    @Test
    void columnsKeepTheirOrder() {
        Map<String, String> columns = new LinkedHashMap<>();
        List<String> names = List.of("z", "y", "x", "a", "m");
        names.forEach(name -> columns.put(name, "text"));
        assertEquals(
                names, List.copyOf(config("t", columns, null, null).columns().keySet()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "integer",
                "varchar(64)",
                "decimal(10, 2)",
                "double precision",
                "timestamp(3) with time zone",
                "int not null"
            })
    void plainTypesAreTaken(String type) {
        config("t", Map.of("id", type), null, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "int); DROP TABLE t; --", "int, other int", "'x'"})
    void aTypeThatIsMoreThanATypeIsRefused(String type) {
        refused(() -> config("t", Map.of("id", type), null, null), "column id has no SQL type");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        refused(() -> config(null, COLUMNS, null, null), "table");
        refused(() -> config("t; DROP TABLE t", COLUMNS, null, null), "table");
        refused(() -> config("t", Map.of(), null, null), "columns is empty");
        refused(() -> config("t", Map.of("a b", "text"), null, null), "column a b");
        refused(() -> config("t", COLUMNS, 0, null), "batch");
        refused(() -> config("t", COLUMNS, null, Duration.ofSeconds(-1)), "quiet");
        refused(() -> new FileImportConfig.Connection("jdbc:mysql://x/y", null, null), "jdbc:h2: or jdbc:postgresql:");
    }

    @Test
    void aPasswordInAUrlIsRefusedAndNoneIsShown() {
        String url = "jdbc:postgresql://localhost/db?Password=hunter2";
        String message = refused(() -> new FileImportConfig.Connection(url, null, null), "give it as password");
        assertFalse(message.contains("hunter2"), message);
        SecretValue secret = SecretValue.of("hunter2");
        assertFalse(new FileImportConfig.Connection("jdbc:h2:mem:x", "sa", secret)
                .toString()
                .contains("hunter2"));
    }

    private static FileImportConfig config(String table, Map<String, String> columns, Integer batch, Duration quiet) {
        return new FileImportConfig(null, table, columns, batch, quiet, null);
    }

    private static String refused(Executable making, String because) {
        String message = assertThrows(IllegalArgumentException.class, making).getMessage();
        assertTrue(message.contains(because), message);
        return message;
    }
}
