/**
 * What Muster and its Python workers say to each other, and the workers' own code (the shim). Java
 * 11 and the JDK alone: it also runs inside Spark. See docs/worker-protocol.md.
 */
@NullMarked
package dev.muster.protocol;

import org.jspecify.annotations.NullMarked;
