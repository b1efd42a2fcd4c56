/**
 * Runs tasks inside Spark. {@link dev.muster.spark.Driver} is the program of the application;
 * {@link dev.muster.spark.RunChunk} is what executors do. Java 11, the JDK, {@code
 * dev.muster.protocol} and the Java API of Spark alone, so that one jar serves Spark 3.5 and 4 with
 * Scala 2.12 and 2.13.
 */
@NullMarked
package dev.muster.spark;

import org.jspecify.annotations.NullMarked;
