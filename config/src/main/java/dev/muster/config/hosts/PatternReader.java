package dev.muster.config.hosts;

import dev.muster.config.hosts.HostPattern.Part;
import dev.muster.config.text.Quoted;
import dev.muster.model.HostAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one expression between two commas: user, name with brackets, port. */
final class PatternReader {

  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  private final String text;

  /**
   * @param text without blanks around it, not empty
   */
  PatternReader(String text) {
    this.text = text;
  }

  HostPattern read() throws Fault {
    int at = text.lastIndexOf('@');
    String user = user(at);
    int start = at + 1;
    if (start == text.length()) {
      throw new Fault(start, Quoted.of(text) + " names no host", "for instance  root@node01");
    }
    int bracket = ipv6End(start);
    int end = bracket < 0 ? nameEnd(start) : bracket + 1;
    List<Part> parts =
        bracket < 0
            ? parts(start, end)
            : List.of(Part.literal(ipv6(text.substring(start + 1, bracket), start + 1)));
    return new HostPattern(user, parts, port(end));
  }

  private @Nullable String user(int at) throws Fault {
    if (at < 0) {
      return null;
    }
    String user = text.substring(0, at);
    Optional<String> fault = HostAddress.userFault(user);
    if (fault.isPresent()) {
      throw new Fault(0, "the user " + Quoted.of(user) + " cannot be: " + fault.get(), null);
    }
    return user;
  }

  /** Where the bracket around an IPv6 address closes; -1 when none stands at the start. */
  private int ipv6End(int start) {
    if (text.charAt(start) != '[') {
      return -1;
    }
    int close = text.indexOf(']', start);
    int colon = text.indexOf(':', start);
    return colon > 0 && colon < close ? close : -1;
  }

  private static String ipv6(String address, int offset) throws Fault {
    if (address.indexOf('[') >= 0) {
      throw new Fault(
          offset + address.indexOf('['),
          "a range within an IPv6 address is not written out: " + Quoted.of(address),
          "list the addresses");
    }
    if (HostAddress.hostFault(address).isPresent()) {
      throw new Fault(
          offset, Quoted.of(address) + " is no IPv6 address", "for instance  [2001:db8::1]:22");
    }
    return address;
  }

  /** Where the name ends: at the colon before the port, outside brackets, or with the text. */
  private int nameEnd(int start) throws Fault {
    int depth = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (c == ':' && depth == 0) {
        if (text.indexOf(':', i + 1) >= 0) {
          throw new Fault(
              i,
              Quoted.of(text) + " has more than one colon",
              "an IPv6 address stands in brackets:  [2001:db8::1]:22");
        }
        return i;
      }
    }
    return text.length();
  }

  private @Nullable Integer port(int colon) throws Fault {
    if (colon == text.length()) {
      return null;
    }
    String digits = text.substring(colon + 1);
    boolean isPort = text.charAt(colon) == ':' && PORT.matcher(digits).matches();
    int port = isPort ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > HostAddress.MAX_PORT) {
      throw new Fault(
          colon,
          text.charAt(colon) == ':'
              ? "the port " + Quoted.of(digits) + " is not 1 to " + HostAddress.MAX_PORT
              : Quoted.of(text.substring(colon)) + " stands behind the address",
          "for instance  " + text.substring(0, Math.min(colon, 40)) + ":22");
    }
    return port;
  }

  private List<Part> parts(int start, int end) throws Fault {
    List<Part> parts = new ArrayList<>();
    int i = start;
    while (i < end) {
      char c = text.charAt(i);
      if (c == ']') {
        throw new Fault(i, "the ] in " + Quoted.of(text) + " closes nothing", null);
      }
      if (c == '[') {
        int close = text.indexOf(']', i);
        int nested = text.indexOf('[', i + 1);
        if (close < 0 || close >= end) {
          throw new Fault(i, "the [ in " + Quoted.of(text) + " is not closed", null);
        }
        if (nested >= 0 && nested < close) {
          throw new Fault(
              nested, "brackets do not stand in brackets: " + Quoted.of(text), "[1-3][a,b]");
        }
        parts.add(new BracketReader(text.substring(i + 1, close), i + 1).read());
        i = close + 1;
      } else {
        int next = next(i, end);
        parts.add(Part.literal(text.substring(i, next)));
        i = next;
      }
    }
    if (parts.isEmpty()) {
      throw new Fault(start, Quoted.of(text) + " names no host", "for instance  node01:22");
    }
    return parts;
  }

  private int next(int from, int end) {
    int i = from;
    while (i < end && text.charAt(i) != '[' && text.charAt(i) != ']') {
      i++;
    }
    return i;
  }
}
