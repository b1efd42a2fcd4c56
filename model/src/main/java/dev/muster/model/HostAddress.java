package dev.muster.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a host is reached: {@code host}, {@code user@host}, {@code host:port}, {@code
 * user@[2001:db8::1]:22}.
 *
 * @param user who logs in; null for what the cluster or {@code ~/.ssh/config} says
 * @param host name, IPv4 address, or a {@code Host} of {@code ~/.ssh/config}; an IPv6 address
 *     without brackets
 * @param port 1 to 65535; null for what the cluster or {@code ~/.ssh/config} says, else 22
 */
public record HostAddress(@Nullable String user, String host, @Nullable Integer port) {

  /** The highest port of TCP. */
  public static final int MAX_PORT = 65_535;

  /** The port of SSH when nothing names another: RFC 4251. */
  public static final int SSH_PORT = 22;

  public HostAddress {
    if (user != null) {
      require(userFault(user));
    }
    require(hostFault(host));
    if (port != null && (port < 1 || port > MAX_PORT)) {
      throw new IllegalArgumentException("a port is 1 to " + MAX_PORT + ", not " + port);
    }
  }

  /** An address that names neither user nor port. */
  public static HostAddress of(String host) {
    return new HostAddress(null, host, null);
  }

  /** Why a text can be no host, in words to be put behind a colon; empty when it can. */
  public static Optional<String> hostFault(String host) {
    return HostSyntax.hostFault(host);
  }

  /** Why a text can be no user, in words to be put behind a colon; empty when it can. */
  public static Optional<String> userFault(String user) {
    return HostSyntax.userFault(user);
  }

  /** The same with a user where none is given. */
  public HostAddress orUser(@Nullable String other) {
    return user != null || other == null ? this : new HostAddress(other, host, port);
  }

  /** The same with a port where none is given. */
  public HostAddress orPort(@Nullable Integer other) {
    return port != null ? this : new HostAddress(user, host, other);
  }

  /** Tells whether the host is an IPv6 address. */
  public boolean isIpv6() {
    return host.indexOf(':') >= 0;
  }

  /**
   * What two addresses of one machine share: the host in one spelling, and the port. Users do not
   * matter, no port is port {@value #SSH_PORT}; names are not resolved.
   */
  public String machine() {
    return HostSyntax.canonical(host) + " " + (port == null ? SSH_PORT : port);
  }

  /** As it is written and read: an IPv6 address in brackets. */
  @Override
  public String toString() {
    return (user == null ? "" : user + "@")
        + (isIpv6() ? "[" + host + "]" : host)
        + (port == null ? "" : ":" + port);
  }

  private static void require(Optional<String> fault) {
    fault.ifPresent(
        words -> {
          throw new IllegalArgumentException(words);
        });
  }
}
