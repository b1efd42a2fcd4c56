/** The only main() of the product: reads the environment, wires implementations, exits. */
@NullMarked
package dev.muster.app;

import org.jspecify.annotations.NullMarked;
