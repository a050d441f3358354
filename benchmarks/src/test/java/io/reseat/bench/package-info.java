/** That the benchmark's own parts are right: what it writes, what it reads, what it counts. */
@NullMarked
package io.reseat.bench;

import org.jspecify.annotations.NullMarked;
