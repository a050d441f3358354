package io.reseat.host.watch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.impl.StandardFileSystemManager;
import org.apache.commons.vfs2.provider.sftp.SftpFileSystemConfigBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The root of a tree that only Commons VFS can list, with a VFS manager of its own. Checked by the thread that asks for
 * the tree, then owned by the tree's thread.
 */
final class RemoteRoot implements VfsRoot {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)");
    private static final Set<String> PLAIN =
            Set.of("http", "http3", "http4", "http5", "ftp", "webdav", "webdav3", "webdav4");

    private final Location location;
    private final Path home;
    private final WatchSettings settings;
    private @Nullable StandardFileSystemManager manager;

    /**
     * Checks what can be checked without a connection.
     *
     * @throws IllegalArgumentException with a readable message
     */
    RemoteRoot(Location location, Path home, TreeRules rules, WatchSettings settings) {
        this.location = location;
        this.home = home;
        this.settings = settings;
        if (location.showsPassword()) {
            throw refused("the password must not stand in the file; write ${ENV_NAME} or ${file:/path} in its place");
        }
        List<String> schemes = schemes(location.address());
        schemes.stream().filter(PLAIN::contains).filter(s -> !rules.signed()).forEach(s -> {
            throw refused(s + ":// is not protected on its way; use sftp:// or another protected protocol"
                    + (rules.kind() == TreeRules.Kind.PLUGINS ? ", or list public keys under trust:" : ""));
        });
        if (schemes.contains("sftp") && !Files.isReadable(settings.knownHosts())) {
            throw refused("sftp needs a list of host keys, and " + settings.knownHosts()
                    + " cannot be read; make it with: ssh-keyscan HOST >> " + settings.knownHosts()
                    + ", and compare its fingerprints with the server's");
        }
        checkProviders(schemes);
    }

    private void checkProviders(List<String> schemes) {
        try {
            StandardFileSystemManager checked = manager();
            for (String scheme : schemes) {
                if (!checked.hasProvider(scheme)) {
                    close();
                    throw refused(scheme + ":// is not known" + remedy(scheme));
                }
            }
        } catch (FileSystemException e) {
            throw refused("Commons VFS cannot be started: " + explain(e));
        }
    }

    private static String remedy(String scheme) {
        if (scheme.startsWith("webdav4")) {
            return "; put commons-vfs2-jackrabbit2, jackrabbit-webdav 2 and httpclient 4 into lib/";
        }
        if (scheme.startsWith("http")) {
            return "; put httpclient5 into lib/ (note that most web servers cannot be listed)";
        }
        return scheme.startsWith("ftp")
                ? "; put commons-net into lib/"
                : "; put the Commons VFS provider for it into lib/";
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(location.shown() + ": " + why);
    }

    /** Of an address such as {@code zip:sftp://host/a.zip}, outermost first. */
    static List<String> schemes(String address) {
        List<String> schemes = new ArrayList<>();
        for (Matcher m = SCHEME.matcher(address); m.matches(); m = SCHEME.matcher(m.group(2))) {
            schemes.add(m.group(1).toLowerCase(Locale.ROOT));
        }
        return schemes;
    }

    @Override
    public FileObject open() throws FileSystemException {
        return manager().resolveFile(location.address(), options());
    }

    private StandardFileSystemManager manager() throws FileSystemException {
        StandardFileSystemManager open = manager;
        if (open == null) {
            open = new StandardFileSystemManager();
            open.setClassLoader(RemoteRoot.class.getClassLoader());
            open.init();
            open.setBaseFile(home.toFile());
            manager = open;
        }
        return open;
    }

    private FileSystemOptions options() throws FileSystemException {
        FileSystemOptions options = new FileSystemOptions();
        if (schemes(location.address()).contains("sftp")) {
            SftpLog.quiet();
            SftpFileSystemConfigBuilder sftp = SftpFileSystemConfigBuilder.getInstance();
            sftp.setStrictHostKeyChecking(options, "yes");
            sftp.setKnownHosts(options, settings.knownHosts().toFile());
            // Nobody sits there who could answer a question of the server.
            sftp.setPreferredAuthentications(options, "publickey,password");
            sftp.setUserDirIsRoot(options, false);
            sftp.setConnectTimeout(options, settings.connectTimeout());
            sftp.setSessionTimeout(options, settings.readTimeout());
            // Without this, VFS runs the command "id" on the server.
            sftp.setDisableDetectExecChannel(options, true);
        }
        return options;
    }

    @Override
    public String explain(Exception e) {
        String cause = innermost(e);
        return location.scrub(cause + hint(cause));
    }

    /** VFS and JSch each say again, around it, that they could not connect. */
    private static String innermost(Exception e) {
        Throwable cause = e;
        for (int i = 0; cause.getCause() != null && i < 10; i++) {
            cause = cause.getCause();
        }
        String kind = cause.getClass().getSimpleName();
        String message = cause.getMessage() == null
                ? ""
                : cause.getMessage().replaceAll("\\s+", " ").strip();
        boolean sentence = message.contains(" ");
        return message.isEmpty() ? kind : sentence ? message : kind + ": " + message;
    }

    private String hint(String text) {
        if (text.contains("UnknownHostKey") || text.contains("reject HostKey")) {
            return " (its key is not in " + settings.knownHosts()
                    + "; add it with ssh-keyscan once you have compared its fingerprint)";
        }
        if (text.contains("HostKey has been changed") || text.contains("has been changed")) {
            return " (its key differs from the one in " + settings.knownHosts()
                    + ": somebody may be listening, or the server was set up anew)";
        }
        return "";
    }

    @Override
    public void close() {
        if (manager != null) {
            manager.close();
            manager = null;
        }
    }
}
