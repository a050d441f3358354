/** The program: its commands, and the wiring of the host. Imported by no other package. */
@NullMarked
package io.reseat.host;

import org.jspecify.annotations.NullMarked;
