package dev.muster.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What host names, addresses and user names look like: RFC 1123 2.1 for names, with the underscore
 * that many networks use; RFC 4291 2.2 for IPv6. Nothing here begins with a hyphen, so nothing is
 * ever taken for an option of a program.
 */
final class HostSyntax {

  /** RFC 1035 2.3.4, without the dot at the end. */
  private static final int LONGEST_NAME = 253;

  private static final int LONGEST_LABEL = 63;
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?");
  private static final Pattern NUMBERS = Pattern.compile("[0-9]+(\\.[0-9]+)*");
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
  private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
  private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9_.-]{1,15}");
  private static final int GROUPS = 8;

  private HostSyntax() {}

  static Optional<String> userFault(String user) {
    return USER.matcher(user).matches()
        ? Optional.empty()
        : Optional.of(
            "a user name is 1 to 64 of letters, digits, '_', '.' and '-', not first '.' or '-'");
  }

  static Optional<String> hostFault(String host) {
    if (host.isEmpty()) {
      return Optional.of("the host name is empty");
    }
    if (host.indexOf(':') >= 0) {
      return canonicalIpv6(host) == null ? Optional.of("it is no IPv6 address") : Optional.empty();
    }
    if (NUMBERS.matcher(host).matches()) {
      return ipv4Fault(host);
    }
    if (host.length() > LONGEST_NAME) {
      return Optional.of("a host name has at most " + LONGEST_NAME + " letters");
    }
    String relative = withoutLastDot(host);
    for (String label : relative.split("\\.", -1)) {
      if (label.length() > LONGEST_LABEL) {
        return Optional.of(
            "a part of a host name between dots has at most " + LONGEST_LABEL + " letters");
      }
      if (!LABEL.matcher(label).matches()) {
        return Optional.of(
            "a host name is made of letters, digits, '_' and '-' between dots, each part beginning"
                + " and ending with no '-'");
      }
    }
    return Optional.empty();
  }

  /** One spelling for all that mean the same. */
  static String canonical(String host) {
    String ipv6 = host.indexOf(':') >= 0 ? canonicalIpv6(host) : null;
    return ipv6 == null ? withoutLastDot(host).toLowerCase(Locale.ROOT) : ipv6;
  }

  /** A dot at the end only says that the name is whole: RFC 1034 3.1. */
  private static String withoutLastDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static Optional<String> ipv4Fault(String host) {
    String[] parts = host.split("\\.", -1);
    if (parts.length != 4) {
      return Optional.of("an IPv4 address has four numbers, and a host name is not only numbers");
    }
    for (String part : parts) {
      if (part.length() > 1 && part.startsWith("0")) {
        return Optional.of(
            "the numbers of an IPv4 address have no leading zeros, which some read as octal");
      }
      if (part.length() > 3 || Integer.parseInt(part) > 255) {
        return Optional.of("the numbers of an IPv4 address are 0 to 255, not " + part);
      }
    }
    return Optional.empty();
  }

  /** Eight groups without leading zeros, then the zone; null when it is no IPv6 address. */
  private static @Nullable String canonicalIpv6(String host) {
    int percent = host.indexOf('%');
    String zone = percent < 0 ? "" : host.substring(percent + 1);
    if (percent >= 0 && !ZONE.matcher(zone).matches()) {
      return null;
    }
    String address = withoutIpv4(percent < 0 ? host : host.substring(0, percent));
    if (address == null) {
      return null;
    }
    int gap = address.indexOf("::");
    String[] left = groups(gap < 0 ? address : address.substring(0, gap));
    String[] right = groups(gap < 0 ? "" : address.substring(gap + 2));
    int zeros = GROUPS - left.length - right.length;
    if (gap < 0 ? zeros != 0 : zeros < 1) {
      return null;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      String group =
          i < left.length
              ? left[i]
              : i < left.length + zeros ? "0" : right[i - left.length - zeros];
      if (!GROUP.matcher(group).matches()) {
        return null;
      }
      out.append(i == 0 ? "" : ":").append(Integer.toHexString(Integer.parseInt(group, 16)));
    }
    return percent < 0 ? out.toString() : out.append('%').append(zone).toString();
  }

  /** The address with its IPv4 end, if it has one, as two groups; null when that end is none. */
  private static @Nullable String withoutIpv4(String address) {
    int last = address.lastIndexOf(':') + 1;
    String end = address.substring(last);
    if (end.indexOf('.') < 0) {
      return address;
    }
    if (!NUMBERS.matcher(end).matches() || ipv4Fault(end).isPresent()) {
      return null;
    }
    String[] parts = end.split("\\.", -1);
    return address.substring(0, last)
        + Integer.toHexString(Integer.parseInt(parts[0]) << 8 | Integer.parseInt(parts[1]))
        + ":"
        + Integer.toHexString(Integer.parseInt(parts[2]) << 8 | Integer.parseInt(parts[3]));
  }

  private static String[] groups(String text) {
    return text.isEmpty() ? new String[0] : text.split(":", -1);
  }
}
