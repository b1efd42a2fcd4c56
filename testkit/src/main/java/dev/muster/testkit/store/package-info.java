/** What every store must do. */
@NullMarked
package dev.muster.testkit.store;

import org.jspecify.annotations.NullMarked;
