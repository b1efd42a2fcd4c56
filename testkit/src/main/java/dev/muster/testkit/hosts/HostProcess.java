package dev.muster.testkit.hosts;

/**
 * A process of a test host.
 *
 * @param pid as this machine counts
 * @param command program and arguments, joined by spaces
 */
public record HostProcess(long pid, String command) {

  @Override
  public String toString() {
    return command;
  }
}
