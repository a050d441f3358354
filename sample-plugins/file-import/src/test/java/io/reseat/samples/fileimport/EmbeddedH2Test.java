package io.reseat.samples.fileimport;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcDataSource;

class EmbeddedH2Test extends ImportContract {
    @Override
    FileImportConfig.Connection database() {
        return new FileImportConfig.Connection(
                "jdbc:h2:file:" + data.resolve("db") + ";DB_CLOSE_ON_EXIT=FALSE", "sa", null);
    }

    @Override
    Connection connect() throws SQLException {
        return h2(database().url());
    }

    static Connection h2(String url) throws SQLException {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("sa");
        return source.getConnection();
    }
}
