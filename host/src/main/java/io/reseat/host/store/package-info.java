/** What the host keeps: artifacts by digest, the memory of tasks, their numbers, and the home's lock and key. */
@NullMarked
package io.reseat.host.store;

import org.jspecify.annotations.NullMarked;
