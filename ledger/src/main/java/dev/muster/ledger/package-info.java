/**
 * The ledger in SQLite or PostgreSQL, over plain JDBC: see {@link
 * dev.muster.ledger.JdbcLedgerFactory} and docs/adr/0002-ledger.md.
 */
@NullMarked
package dev.muster.ledger;

import org.jspecify.annotations.NullMarked;
