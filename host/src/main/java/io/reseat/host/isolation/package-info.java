/**
 * What one plugin digest runs in: a class loader of its own, threads of its own, and the way out of memory for both.
 * {@link io.reseat.host.isolation.Realm} is the door; knows the model and the plugin API, no other package.
 */
@NullMarked
package io.reseat.host.isolation;

import org.jspecify.annotations.NullMarked;
