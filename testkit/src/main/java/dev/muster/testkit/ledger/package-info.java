/** Contract suites of the ledger, and a PostgreSQL server for tests. */
@NullMarked
package dev.muster.testkit.ledger;

import org.jspecify.annotations.NullMarked;
