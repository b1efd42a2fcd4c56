package dev.muster.service.spark;

import dev.muster.hosts.JavaRange;

/** Which Java runs a Spark. */
final class SparkJava {

  private SparkJava() {}

  /**
   * Spark 3.5 documents 8, 11 and 17, and our runner needs 11; 4.0 and 4.1 document 17 and 21 and
   * fail from 23 on, where Subject.getSubject is gone; 4.2 ran on 25.
   */
  static JavaRange range(String version) {
    if (version.startsWith("3.")) {
      return new JavaRange(11, 21);
    }
    return version.startsWith("4.0") || version.startsWith("4.1")
        ? new JavaRange(17, 22)
        : new JavaRange(17, 25);
  }
}
