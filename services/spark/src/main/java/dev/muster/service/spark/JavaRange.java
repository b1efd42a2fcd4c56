package dev.muster.service.spark;

/**
 * Which Java runs a Spark.
 *
 * @param least feature version
 * @param most feature version, the last that was seen to work or is documented
 */
record JavaRange(int least, int most) {

  /**
   * Spark 3.5 documents 8, 11 and 17, and our runner needs 11; 4.0 and 4.1 document 17 and 21 and
   * fail from 23 on, where Subject.getSubject is gone; 4.2 ran on 25.
   */
  static JavaRange of(String version) {
    if (version.startsWith("3.")) {
      return new JavaRange(11, 21);
    }
    return version.startsWith("4.0") || version.startsWith("4.1")
        ? new JavaRange(17, 22)
        : new JavaRange(17, 25);
  }

  boolean has(int feature) {
    return feature >= least && feature <= most;
  }

  @Override
  public String toString() {
    return least + " to " + most;
  }
}
