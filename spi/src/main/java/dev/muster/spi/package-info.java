/** Errors, and what plugs in: stores, the ledger, engines, report writers, Python environments. */
@NullMarked
package dev.muster.spi;

import org.jspecify.annotations.NullMarked;
