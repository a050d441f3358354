/** Files become the desired state: values with every problem and its place. Depends on the model and on two parsers. */
@NullMarked
package io.reseat.host.config;

import org.jspecify.annotations.NullMarked;
