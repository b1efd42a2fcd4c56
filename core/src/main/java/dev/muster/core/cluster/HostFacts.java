package dev.muster.core.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a host says of itself.
 *
 * @param values by name: hostname, user, home, system, arch, cores, memory_kib, disk_kib (free
 *     where the home folder lies), boot, java, java_version, python, python_version, skew_seconds
 */
public record HostFacts(Map<String, String> values) {

  /** Lines of a probe are few; a host that says more is not telling facts. */
  private static final int MOST_LINES = 100;

  private static final int LONGEST_VALUE = 500;

  public HostFacts {
    values = Map.copyOf(values);
  }

  /**
   * Reads what the probe printed.
   *
   * @param printed its whole output
   * @param asked when the probe was sent, by this machine's clock
   * @param answered when its answer was there
   * @return empty when the output is not that of a whole probe
   */
  static Optional<HostFacts> parse(String printed, Instant asked, Instant answered) {
    Map<String, String> values = new HashMap<>();
    boolean whole = false;
    String[] lines = printed.split("\n", MOST_LINES + 1);
    for (String line : lines) {
      int space = line.indexOf(' ');
      if (space <= 0) {
        continue;
      }
      String name = line.substring(0, space);
      String value = line.substring(space + 1).strip();
      whole |= name.equals("end");
      if (name.matches("[a-z_]{1,30}") && !value.isEmpty() && value.length() <= LONGEST_VALUE) {
        values.put(name, value);
      }
    }
    if (!whole) {
      return Optional.empty();
    }
    values.remove("end");
    String time = values.remove("time");
    if (time != null && time.matches("-?[0-9]{1,12}")) {
      values.put("skew_seconds", Long.toString(skew(Long.parseLong(time), asked, answered)));
    }
    return Optional.of(new HostFacts(values));
  }

  /** How far the host's clock is ahead: zero while its second lies within the asking. */
  private static long skew(long host, Instant asked, Instant answered) {
    if (host < asked.getEpochSecond()) {
      return host - asked.getEpochSecond();
    }
    return Math.max(0, host - answered.getEpochSecond());
  }

  /** A fact, empty when the host did not say it. */
  public String text(String name) {
    return values.getOrDefault(name, "");
  }

  /** A number, 0 when the host did not say it. */
  public long number(String name) {
    String value = text(name);
    return value.matches("-?[0-9]{1,15}") ? Long.parseLong(value) : 0;
  }

  /** How far the host's clock is ahead of this machine's; negative when it is behind. */
  public Duration skew() {
    return Duration.ofSeconds(number("skew_seconds"));
  }
}
