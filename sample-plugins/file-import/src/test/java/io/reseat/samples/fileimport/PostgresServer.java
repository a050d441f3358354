package io.reseat.samples.fileimport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A private PostgreSQL on loopback, in a temporary folder. The server refuses root, so root starts it as nobody. */
final class PostgresServer implements AutoCloseable {
    static final String PASSWORD = "only for this test";

    private final Path home;
    private final int port;
    private final Process process;

    private PostgresServer(Path home, int port) throws IOException {
        this.home = home;
        this.port = port;
        this.process = builder(
                        home, "postgres", "-D", home + "/db", "-h", "127.0.0.1", "-p", "" + port, "-k", home.toString())
                .start();
    }

    static boolean isInstalled() {
        return programs().isPresent() && (!isRoot() || Files.isExecutable(Path.of("/usr/bin/setpriv")));
    }

    static PostgresServer start() throws Exception {
        Path home = Files.createTempDirectory("reseat-postgres");
        Path password = Files.writeString(home.resolve("password"), PASSWORD);
        if (isRoot()) {
            run(new ProcessBuilder("chown", "-R", "nobody", home.toString()));
        }
        run(builder(
                home,
                "initdb",
                "-D",
                home + "/db",
                "-U",
                "reseat",
                "-A",
                "scram-sha-256",
                "--pwfile",
                password.toString(),
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync"));
        PostgresServer server = new PostgresServer(home, freePort());
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(server::answers);
        return server;
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Not by DriverManager, out of whose list an importer takes its drivers when it is closed. */
    Connection connect() throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", "reseat");
        login.setProperty("password", PASSWORD);
        return new org.postgresql.Driver().connect(url(), login);
    }

    private boolean answers() throws SQLException {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        }
    }

    private static ProcessBuilder builder(Path home, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("/usr/bin/setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        command.add(programs().orElseThrow().resolve(program).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()));
    }

    private static void run(ProcessBuilder command) throws Exception {
        if (command.start().waitFor() != 0) {
            throw new IOException(String.join(" ", command.command()) + " failed");
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The folder of the programs: where initdb of the PATH really lies. */
    private static Optional<Path> programs() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "initdb"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(PostgresServer::realFolder);
    }

    private static Path realFolder(Path program) {
        try {
            return program.toRealPath().getParent();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
