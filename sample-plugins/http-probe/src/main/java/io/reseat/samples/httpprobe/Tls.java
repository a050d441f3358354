package io.reseat.samples.httpprobe;

import io.reseat.api.SecretValue;
import io.reseat.samples.httpprobe.HttpProbeConfig.TrustStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whom a probe trusts, and until when a server's certificate is valid. */
final class Tls {
    /** A resumed session shows the certificate of its first handshake, so none is resumed for long. */
    private static final int SESSION_SECONDS = 300;

    private Tls() {}

    /** A context of the probe's own: the JVM's default one belongs to everybody in the host. */
    static SSLContext context(@Nullable TrustStore trustStore, Path base) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trustStore == null ? null : trustManagers(trustStore, base), null);
        context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
        return context;
    }

    private static TrustManager[] trustManagers(TrustStore trustStore, Path base)
            throws GeneralSecurityException, IOException {
        Path path = base.resolve(trustStore.path());
        try {
            KeyStore certificates = KeyStore.getInstance(path.toFile(), characters(trustStore.password()));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(certificates);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new IOException("trust-store " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static char @Nullable [] characters(@Nullable SecretValue password) {
        return password == null ? null : password.reveal().toCharArray();
    }

    /** The end of the server's own certificate, or empty where there is none. */
    static Optional<Instant> certificateEnd(HttpResponse<?> response) {
        return response.sslSession().flatMap(Tls::certificateEnd);
    }

    private static Optional<Instant> certificateEnd(SSLSession session) {
        try {
            Certificate server = session.getPeerCertificates()[0];
            return server instanceof X509Certificate x509
                    ? Optional.of(x509.getNotAfter().toInstant())
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty(); // a session without a certificate has none that could end
        }
    }
}
