/**
 * Makes exit codes of applications exact whose driver runs in a container of YARN, where
 * spark-submit hides them: {@link dev.muster.exit.Driver} in the container writes them down, {@link
 * dev.muster.exit.Submit} beside spark-submit reads them. A program of its own: Java 8, and Hadoop
 * as Spark brings it.
 */
package dev.muster.exit;
