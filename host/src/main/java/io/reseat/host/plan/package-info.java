/** What is wanted and what is there lead to actions: pure functions, carried out elsewhere. */
@NullMarked
package io.reseat.host.plan;

import org.jspecify.annotations.NullMarked;
