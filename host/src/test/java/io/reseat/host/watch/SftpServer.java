package io.reseat.host.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A real SFTP server on a port of loopback, whose root is a folder. */
final class SftpServer implements AutoCloseable {
    static final String PASSWORD = "s3cret+word";

    private final Path folder;
    private final KeyPair key;
    private SshServer server;
    private int port;

    SftpServer(Path folder) throws Exception {
        this.folder = folder;
        key = KeyUtils.generateKeyPair("ssh-rsa", 2048);
        server = start();
    }

    private SshServer start() throws IOException {
        SshServer ssh = SshServer.setUpDefaultServer();
        ssh.setHost("127.0.0.1");
        ssh.setPort(port);
        ssh.setKeyPairProvider(KeyPairProvider.wrap(key));
        ssh.setPasswordAuthenticator((user, password, session) -> user.equals("op") && password.equals(PASSWORD));
        ssh.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        ssh.setFileSystemFactory(new VirtualFileSystemFactory(folder));
        ssh.start();
        port = ssh.getPort();
        return ssh;
    }

    /** Its address with the password, as it is after {@code ${…}} was resolved. */
    Location location(String path) {
        String encoded = PASSWORD.replace("+", "%2B");
        return new Location(
                "sftp://op:" + encoded + "@127.0.0.1:" + port + path, "sftp://op:${PASSWORD}@127.0.0.1" + path);
    }

    /** A list of host keys that has this server's. */
    Path knownHosts(Path file) throws IOException {
        String line = "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(key.getPublic());
        return Files.writeString(file, line + "\n");
    }

    int port() {
        return port;
    }

    void stop() throws IOException {
        server.stop(true);
    }

    void startAgain() throws IOException {
        server = start();
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
