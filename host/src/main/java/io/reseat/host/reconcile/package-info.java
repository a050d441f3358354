/** The one owner thread: what changed comes in as events, decisions go out to generations, status leaves as values. */
@NullMarked
package io.reseat.host.reconcile;

import org.jspecify.annotations.NullMarked;
