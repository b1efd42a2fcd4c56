package dev.muster.config.cluster;

import dev.muster.config.text.DidYouMean;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.util.List;
import java.util.stream.Stream;

/** Names of services that clusters can have. */
public final class KnownServices {

  /** Those that can be deployed. */
  public static final List<String> AVAILABLE = List.of("spark", "hadoop");

  /** Those that Muster will know. */
  static final List<String> LATER = List.of("ray");

  private KnownServices() {}

  /** Whether there is such a service, now or later. */
  static boolean isKnown(String name) {
    return AVAILABLE.contains(name) || LATER.contains(name);
  }

  /** What to do about a name that nobody knows. */
  static String near(String name) {
    return DidYouMean.nearest(name, Stream.concat(AVAILABLE.stream(), LATER.stream()).toList())
        .map(near -> "did you mean " + near + "?")
        .orElse("known are " + String.join(", ", AVAILABLE));
  }

  /**
   * Refuses services that come later.
   *
   * @throws MusterException UNAVAILABLE naming the first of them
   */
  public static void requireAvailable(List<String> names) {
    names.stream()
        .filter(LATER::contains)
        .findFirst()
        .ifPresent(
            name -> {
              throw refusal(name);
            });
  }

  /** Why a service cannot be deployed: UNAVAILABLE for one that comes later, else NOT_FOUND. */
  public static MusterException refusal(String name) {
    return LATER.contains(name)
        ? new MusterException(
            ErrorKind.UNAVAILABLE,
            name + " cannot be deployed yet",
            "services that can: " + String.join(", ", AVAILABLE))
        : new MusterException(ErrorKind.NOT_FOUND, "there is no service " + name, near(name));
  }
}
