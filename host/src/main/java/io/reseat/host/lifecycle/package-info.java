/** One generation of a task: how it is built, runs its cycles, hands over its state and ends. */
@NullMarked
package io.reseat.host.lifecycle;

import org.jspecify.annotations.NullMarked;
