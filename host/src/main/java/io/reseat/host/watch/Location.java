package io.reseat.host.watch;

/**
 * Where a tree lies. Printed, it is only what may be shown, since the address itself may hold credentials.
 *
 * @param address a path, relative to the home unless absolute, or any URI that Commons VFS can list; with all
 *     {@code ${…}} resolved
 * @param shown the same as the operator wrote it, used in every message, log line and thread name
 */
public record Location(String address, String shown) {
    /** A location without secrets, which is shown as it is. */
    public static Location of(String address) {
        return new Location(address, address);
    }

    @Override
    public String toString() {
        return shown;
    }
}
