package dev.muster.reports.performance;

/**
 * Mean and standard deviation of a figure over the rounds.
 *
 * @param mean the arithmetic mean
 * @param std of a sample (divided by n − 1), as the known system's {@code statistics.stdev} and
 *     pandas' {@code std} compute it
 */
record Spread(double mean, double std) {

  /** Of two values or more. */
  static Spread of(double... values) {
    if (values.length < 2) {
      throw new IllegalArgumentException("a spread needs two values, not " + values.length);
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Spread(mean, Math.sqrt(squares / (values.length - 1)));
  }
}
