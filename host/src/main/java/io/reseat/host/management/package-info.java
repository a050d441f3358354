/** MBeans over {@link io.reseat.host.reconcile.Control}: open types out, texts back, and no class of ours on the wire. */
@NullMarked
package io.reseat.host.management;

import org.jspecify.annotations.NullMarked;
