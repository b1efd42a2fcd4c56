/**
 * Results on their way from executors over a synced file to Muster: packets, how they are framed in
 * a file, and how the file's segments are named.
 */
@NullMarked
package dev.muster.protocol.spool;

import org.jspecify.annotations.NullMarked;
