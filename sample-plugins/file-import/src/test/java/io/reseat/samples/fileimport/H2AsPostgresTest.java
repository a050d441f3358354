package io.reseat.samples.fileimport;

import java.sql.Connection;
import java.sql.SQLException;

/** Stands in for PostgreSQL where no server is installed. */
class H2AsPostgresTest extends ImportContract {
    @Override
    FileImportConfig.Connection database() {
        String url =
                "jdbc:h2:file:" + data.resolve("db") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_ON_EXIT=FALSE";
        return new FileImportConfig.Connection(url, "sa", null);
    }

    @Override
    Connection connect() throws SQLException {
        return EmbeddedH2Test.h2(database().url());
    }
}
