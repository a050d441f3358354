/** The smallest useful plugin: one task that logs a message every cycle. */
@NullMarked
package io.reseat.samples.heartbeat;

import org.jspecify.annotations.NullMarked;
