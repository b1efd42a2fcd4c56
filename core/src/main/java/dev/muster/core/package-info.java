/** What happens next: use cases, plans, state machines. No vendor, no HTTP, no printing. */
@NullMarked
package dev.muster.core;

import org.jspecify.annotations.NullMarked;
