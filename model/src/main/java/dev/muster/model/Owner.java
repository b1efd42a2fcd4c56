package dev.muster.model;

/**
 * A process that can hold a lease.
 *
 * @param host host name
 * @param boot id of the machine's boot, so that a process of before a reboot is known to be gone,
 *     and of the process numbers it sees
 * @param pid process id
 * @param started when the process started, so that a reused pid is not taken for it; a number that
 *     does not change while it lives
 */
public record Owner(String host, String boot, long pid, long started) {

  @Override
  public String toString() {
    return "process " + pid + " on " + host;
  }
}
