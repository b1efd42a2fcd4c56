/** The durable record, as small repositories under one transaction. */
@NullMarked
package dev.muster.spi.ledger;

import org.jspecify.annotations.NullMarked;
