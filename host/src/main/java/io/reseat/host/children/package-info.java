/**
 * The child JVMs of a host, seen from the host: started, watched, ended with all that they started, and never left
 * behind. What is asked of them, and what their loss means for a task, is others' concern.
 */
@NullMarked
package io.reseat.host.children;

import org.jspecify.annotations.NullMarked;
