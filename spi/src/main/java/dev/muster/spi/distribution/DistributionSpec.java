package dev.muster.spi.distribution;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which distribution is meant: {@code spark}, {@code spark:4.1.1}, or one of several with the same
 * version by the start of its digest, {@code spark:4.1.1@0a1b2c3d}.
 *
 * @param name for instance {@code spark}
 * @param version null for the default one
 * @param digest the first 8 to 64 hexadecimal digits of {@link Distribution#digest}, null for any
 */
public record DistributionSpec(String name, @Nullable String version, @Nullable String digest) {

  private static final Pattern FORM =
      Pattern.compile(
          "([a-z][a-z0-9-]{0,30})(?::([0-9][0-9A-Za-z.+-]{0,40}))?(?:@([0-9a-fA-F]{8,64}))?");

  /** The default version. */
  public static DistributionSpec of(String name) {
    return new DistributionSpec(name, null, null);
  }

  /**
   * Reads the form that people type.
   *
   * @throws IllegalArgumentException says what is expected
   */
  public static DistributionSpec parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no distribution: write a name, or name:version, as spark:4.1.1");
    }
    String digest = form.group(3);
    return new DistributionSpec(
        form.group(1), form.group(2), digest == null ? null : digest.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name + (version == null ? "" : ":" + version) + (digest == null ? "" : "@" + digest);
  }
}
