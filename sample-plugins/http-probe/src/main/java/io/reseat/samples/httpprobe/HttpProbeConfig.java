package io.reseat.samples.httpprobe;

import io.reseat.api.SecretValue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code config:} of a probe.
 *
 * @param targets what to request each cycle; at least one, each URL once
 * @param timeout how long a whole answer may take, the body too; positive; 5 s if absent
 * @param warnBefore a certificate that ends within this time is warned of; 14 days if absent, none if zero
 * @param trustStore the certificates to trust; those of the JDK if absent
 */
public record HttpProbeConfig(
        List<Target> targets,
        Duration timeout,
        Duration warnBefore,
        @Nullable TrustStore trustStore) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration DEFAULT_WARN_BEFORE = Duration.ofDays(14);

    /** Refuses what makes no sense, and fills in what was left out: a key that is absent arrives as null. */
    public HttpProbeConfig {
        if (targets == null || targets.isEmpty()) {
            throw new IllegalArgumentException("targets is empty: name at least one url");
        }
        targets = List.copyOf(targets);
        refuseTwice(targets);
        timeout = timeout == null ? DEFAULT_TIMEOUT : timeout;
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be positive, but is " + timeout);
        }
        warnBefore = warnBefore == null ? DEFAULT_WARN_BEFORE : warnBefore;
        if (warnBefore.isNegative()) {
            throw new IllegalArgumentException("warn-before must not be negative, but is " + warnBefore);
        }
    }

    private static void refuseTwice(List<Target> targets) {
        Set<URI> seen = new HashSet<>();
        for (Target target : targets) {
            if (!seen.add(target.url())) {
                throw new IllegalArgumentException("targets names " + target.url() + " twice: remove one of them");
            }
        }
    }

    /**
     * One URL and what it should answer.
     *
     * @param url an absolute {@code http} or {@code https} URL without a user and password
     * @param expect the HTTP status that means up, 100 to 599; 200 if absent; redirects are not followed
     */
    public record Target(URI url, Integer expect) {
        /** Refuses what cannot be requested. */
        public Target {
            if (url == null) {
                throw new IllegalArgumentException("a target has no url");
            }
            if (!isHttp(url) || url.getHost() == null) {
                throw new IllegalArgumentException("url must be an absolute http or https URL, but is " + url);
            }
            if (url.getRawUserInfo() != null) {
                throw new IllegalArgumentException("the url of " + url.getHost() + " must not hold a user or password");
            }
            expect = expect == null ? Integer.valueOf(200) : expect;
            if (expect < 100 || expect > 599) {
                throw new IllegalArgumentException("expect must be an HTTP status, but is " + expect);
            }
        }

        private static boolean isHttp(URI url) {
            return "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        }
    }

    /**
     * A key store with certificates to trust.
     *
     * @param path a PKCS12 or JKS file; the host takes a relative one from its home
     * @param password what it is protected with; none if absent
     */
    public record TrustStore(Path path, @Nullable SecretValue password) {
        /** Refuses a store without a file. */
        public TrustStore {
            if (path == null) {
                throw new IllegalArgumentException("trust-store has no path");
            }
        }
    }
}
