/**
 * The warm driver: one JVM with Spark's jars that runs the main classes of a pipeline's steps one
 * after the other, each as spark-submit would. A program of its own that runs beside Spark: Java
 * 11, the protocol room and Spark's Java API alone.
 */
@NullMarked
package dev.muster.session;

import org.jspecify.annotations.NullMarked;
