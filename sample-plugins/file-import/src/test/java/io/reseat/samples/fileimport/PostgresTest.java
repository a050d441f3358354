package io.reseat.samples.fileimport;

import io.reseat.api.SecretValue;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** The same against a real server, started for this test where one is installed. */
class PostgresTest extends ImportContract {
    private static PostgresServer server;

    @BeforeAll
    static void startServer() throws Exception {
        Assumptions.assumeTrue(
                PostgresServer.isInstalled(), "skipped: no initdb on this machine; H2AsPostgresTest stands in");
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    FileImportConfig.Connection database() {
        return new FileImportConfig.Connection(server.url(), "reseat", SecretValue.of(PostgresServer.PASSWORD));
    }

    @Override
    Connection connect() throws SQLException {
        return server.connect();
    }
}
