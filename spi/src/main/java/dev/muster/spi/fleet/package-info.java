/** Hosts over SSH: commands, files, tunnels. */
@NullMarked
package dev.muster.spi.fleet;

import org.jspecify.annotations.NullMarked;
