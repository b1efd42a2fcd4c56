package dev.muster.testkit.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a test host differs from a plain one.
 *
 * @param lines as {@code hosts.sh} reads them
 */
public record HostOptions(List<String> lines) {

  /** Java, a /tmp where programs run, keys, 8 GiB of disk, the right time. */
  public static final HostOptions PLAIN = new HostOptions(List.of());

  public HostOptions {
    lines = List.copyOf(lines);
  }

  /** No Java on PATH, nor where JDKs are looked for. */
  public HostOptions withoutJava() {
    return with("nojava=1");
  }

  /** /tmp is mounted noexec. */
  public HostOptions withNoexecTmp() {
    return with("noexec=/tmp");
  }

  /** Its whole disk (all but /tmp and /run) has so much room, for instance {@code 20m}. */
  public HostOptions withDisk(String size) {
    return with("disk=" + size);
  }

  /** A folder is a file system of its own with so much room, for instance {@code 20m}. */
  public HostOptions withLimit(String folder, String size) {
    return with("limit=" + folder + ":" + size);
  }

  /** {@code date} is wrong by so much. The kernel's clock, and so Java's, is right. */
  public HostOptions withSkew(Duration skew) {
    return with("skew=" + skew.toSeconds());
  }

  /** Takes no key, only root's password. */
  public HostOptions withPasswordOnly(String password) {
    return with("password=" + password);
  }

  /** Has a user who is not root, with a home and the key. */
  public HostOptions withUser(String name) {
    return with("user=" + name);
  }

  /** Does not know the names of the other hosts. */
  public HostOptions withoutNames() {
    return with("nonames=1");
  }

  /** A line of sshd_config more, for instance {@code MaxSessions 1}. */
  public HostOptions withSshd(String line) {
    return with("sshd=" + line);
  }

  private HostOptions with(String line) {
    List<String> more = new ArrayList<>(lines);
    more.add(line);
    return new HostOptions(more);
  }
}
