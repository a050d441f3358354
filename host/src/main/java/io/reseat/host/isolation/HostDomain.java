package io.reseat.host.isolation;

import java.net.URL;
import java.security.AllPermission;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.security.PermissionCollection;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Makes protection domains that name where a class came from, and no class loader. Until Java 23 every new thread
 * inherited the domains on its creator's stack; one that named the loader would keep it for the life of that thread.
 */
final class HostDomain {
    private static final PermissionCollection ALL = all();

    private HostDomain() {}

    static ProtectionDomain of(URL location, CodeSigner @Nullable [] signers) {
        return new ProtectionDomain(new CodeSource(location, signers), ALL);
    }

    private static PermissionCollection all() {
        AllPermission permission = new AllPermission();
        PermissionCollection collection = permission.newPermissionCollection();
        collection.add(permission);
        collection.setReadOnly();
        return collection;
    }
}
