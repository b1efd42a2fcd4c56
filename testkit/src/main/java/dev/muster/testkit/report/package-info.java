/** A run to report on that no ledger has seen. */
@NullMarked
package dev.muster.testkit.report;

import org.jspecify.annotations.NullMarked;
