package dev.muster.examples.weather;

import java.io.Serializable;
import java.time.LocalDate;

/** A day of a station. Values are tenths, so that sums are the same in any order. */
final class Day implements Serializable {

  private static final long serialVersionUID = 1;

  final String station;
  final String date;
  final long rain;
  final long highest;
  final long lowest;
  final long wind;

  Day(String station, String date, long rain, long highest, long lowest, long wind) {
    this.station = station;
    this.date = date;
    this.rain = rain;
    this.highest = highest;
    this.lowest = lowest;
    this.wind = wind;
  }

  /** Reads {@code station,date,precipitation,temp_max,temp_min,wind}. */
  static Day of(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != 6) {
      throw new IllegalArgumentException(fields.length + " fields, not 6: " + line);
    }
    return new Day(
        fields[0],
        LocalDate.parse(fields[1]).toString(),
        tenths(fields[2]),
        tenths(fields[3]),
        tenths(fields[4]),
        tenths(fields[5]));
  }

  static boolean isOne(String line) {
    try {
      return of(line) != null;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static long tenths(String text) {
    return Math.round(Double.parseDouble(text) * 10);
  }

  /** A number of tenths as a decimal. */
  static String decimal(long tenths) {
    return (tenths < 0 ? "-" : "") + Math.abs(tenths) / 10 + "." + Math.abs(tenths) % 10;
  }

  String month() {
    return date.substring(0, 7);
  }

  String year() {
    return date.substring(0, 4);
  }

  String line() {
    return String.join(
        ",", station, date, decimal(rain), decimal(highest), decimal(lowest), decimal(wind));
  }
}
