/** A config tree becomes a plugin's record. What has seen a plugin's class lives in a {@code Binder} and ends with its realm. */
@NullMarked
package io.reseat.host.binding;

import org.jspecify.annotations.NullMarked;
