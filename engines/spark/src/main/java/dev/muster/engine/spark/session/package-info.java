/**
 * Muster's side of the warm driver: one JVM with Spark that runs steps of a pipeline one after the
 * other (module spark-session is the other side).
 */
@NullMarked
package dev.muster.engine.spark.session;

import org.jspecify.annotations.NullMarked;
