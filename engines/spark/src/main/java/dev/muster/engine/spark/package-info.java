/**
 * Runs tasks as one Spark application: stages the run in a folder on the head, starts the driver
 * there, and pulls what it is told. docs/spark-runner.md tells how they talk.
 */
@NullMarked
package dev.muster.engine.spark;

import org.jspecify.annotations.NullMarked;
