/** What the samples' tests share: a {@link io.reseat.api.TaskContext} without a host. */
@NullMarked
package io.reseat.samples.testing;

import org.jspecify.annotations.NullMarked;
