/** Values that the other packages exchange: immutable, and with no dependency but the JDK and the plugin API. */
@NullMarked
package io.reseat.host.model;

import org.jspecify.annotations.NullMarked;
