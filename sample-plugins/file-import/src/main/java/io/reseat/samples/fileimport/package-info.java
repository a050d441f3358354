/**
 * A service that takes dropped files into a database, each exactly once. What was taken is written into a ledger in the
 * same transaction as the rows, so that neither a reload nor a kill loses or doubles one.
 */
@NullMarked
package io.reseat.samples.fileimport;

import org.jspecify.annotations.NullMarked;
