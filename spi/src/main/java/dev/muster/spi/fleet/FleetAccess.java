package dev.muster.spi.fleet;

import dev.muster.model.HostAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How hosts are reached. What is null or empty here is taken from {@code ~/.ssh/config}, then from
 * what OpenSSH does. What a {@link HostAddress} says itself goes before this.
 *
 * @param user who logs in
 * @param key file of a private key; with it only this key and the agent's are tried
 * @param port of SSH
 * @param proxyJump hosts that are gone through, first one first; empty for what the configuration
 *     says
 * @param agent whether the keys of the SSH agent are tried, when one runs
 * @param knownHosts file of known hosts; null for {@code UserKnownHostsFile}, else {@code
 *     ~/.ssh/known_hosts}
 * @param hostKeys what to do with a host that is not known
 * @param sshConfig the user's SSH configuration; null for {@code ~/.ssh/config} when it is there;
 *     {@code /dev/null} for none
 * @param parallel how many hosts at once, 1 to 1,000
 * @param connectTimeout until a host answers, and again until the user is logged in
 * @param keepAlive after so long without a word a host is asked whether it lives; three missed
 *     answers end the connection
 * @param local hosts that are this machine, as they are named: reached without SSH
 */
public record FleetAccess(
    @Nullable String user,
    @Nullable Path key,
    @Nullable Integer port,
    List<HostAddress> proxyJump,
    boolean agent,
    @Nullable Path knownHosts,
    HostKeyPolicy hostKeys,
    @Nullable Path sshConfig,
    int parallel,
    Duration connectTimeout,
    Duration keepAlive,
    Set<HostAddress> local) {

  /** Hosts at once, unless told otherwise. */
  public static final int DEFAULT_PARALLEL = 32;

  public FleetAccess {
    proxyJump = List.copyOf(proxyJump);
    local = Set.copyOf(local);
    Objects.requireNonNull(hostKeys, "hostKeys");
    if (port != null && (port < 1 || port > 65535)) {
      throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
    }
    if (parallel < 1 || parallel > 1000) {
      throw new IllegalArgumentException("parallel is 1 to 1000, not " + parallel);
    }
    if (!isPositive(connectTimeout) || !isPositive(keepAlive)) {
      throw new IllegalArgumentException("connectTimeout and keepAlive are longer than nothing");
    }
  }

  private static boolean isPositive(Duration span) {
    return !span.isNegative() && !span.isZero();
  }

  /** Starts with: agent, strict host keys, 32 at once, 10 s to connect, alive every 15 s. */
  public static Builder builder() {
    return new Builder();
  }

  /** This, to be changed. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.user = user;
    builder.key = key;
    builder.port = port;
    builder.proxyJump = proxyJump;
    builder.agent = agent;
    builder.knownHosts = knownHosts;
    builder.hostKeys = hostKeys;
    builder.sshConfig = sshConfig;
    builder.parallel = parallel;
    builder.connectTimeout = connectTimeout;
    builder.keepAlive = keepAlive;
    builder.local = local;
    return builder;
  }

  /** Makes a {@link FleetAccess}. */
  public static final class Builder {
    private @Nullable String user;
    private @Nullable Path key;
    private @Nullable Integer port;
    private List<HostAddress> proxyJump = List.of();
    private boolean agent = true;
    private @Nullable Path knownHosts;
    private HostKeyPolicy hostKeys = HostKeyPolicy.STRICT;
    private @Nullable Path sshConfig;
    private int parallel = DEFAULT_PARALLEL;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration keepAlive = Duration.ofSeconds(15);
    private Set<HostAddress> local = Set.of();

    private Builder() {}

    /** Who logs in. */
    public Builder user(@Nullable String user) {
      this.user = user;
      return this;
    }

    /** File of a private key. */
    public Builder key(@Nullable Path key) {
      this.key = key;
      return this;
    }

    /** Port of SSH. */
    public Builder port(@Nullable Integer port) {
      this.port = port;
      return this;
    }

    /** Hosts that are gone through. */
    public Builder proxyJump(List<HostAddress> proxyJump) {
      this.proxyJump = proxyJump;
      return this;
    }

    /** Whether the agent's keys are tried. */
    public Builder agent(boolean agent) {
      this.agent = agent;
      return this;
    }

    /** File of known hosts. */
    public Builder knownHosts(@Nullable Path knownHosts) {
      this.knownHosts = knownHosts;
      return this;
    }

    /** What to do with a host that is not known. */
    public Builder hostKeys(HostKeyPolicy hostKeys) {
      this.hostKeys = hostKeys;
      return this;
    }

    /** The user's SSH configuration. */
    public Builder sshConfig(@Nullable Path sshConfig) {
      this.sshConfig = sshConfig;
      return this;
    }

    /** How many hosts at once. */
    public Builder parallel(int parallel) {
      this.parallel = parallel;
      return this;
    }

    /** Until a host answers. */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = connectTimeout;
      return this;
    }

    /** How often a silent host is asked whether it lives. */
    public Builder keepAlive(Duration keepAlive) {
      this.keepAlive = keepAlive;
      return this;
    }

    /** Hosts that are this machine. */
    public Builder local(Set<HostAddress> local) {
      this.local = local;
      return this;
    }

    /** Makes it. */
    public FleetAccess build() {
      return new FleetAccess(
          user,
          key,
          port,
          proxyJump,
          agent,
          knownHosts,
          hostKeys,
          sshConfig,
          parallel,
          connectTimeout,
          keepAlive,
          local);
    }
  }
}
