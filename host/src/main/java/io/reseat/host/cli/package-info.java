/** The commands that ask a running host over JMX. They find it by its home and need no port. */
@NullMarked
package io.reseat.host.cli;

import org.jspecify.annotations.NullMarked;
