/**
 * Tells when something in a watched tree changed and is quiet: local folders and whatever Commons VFS can list, behind
 * one interface. Knows no other package of the host but the model; what is done with a file is the caller's
 * {@link io.reseat.host.watch.Taker}.
 */
@NullMarked
package io.reseat.host.watch;

import org.jspecify.annotations.NullMarked;
