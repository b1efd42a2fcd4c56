package dev.muster.spi.fleet;

import dev.muster.model.HostAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Many hosts over SSH, this machine without it. Connections are made when they are first needed,
 * kept, used again, and made anew when they broke. Safe for use by several threads.
 *
 * <p>No call throws because of a host: what went wrong with it stands in its result, and the other
 * hosts go on. Results have the order of the hosts; a host that is named twice is used twice. Only
 * so many hosts as {@link FleetAccess#parallel} says are at work at a time.
 *
 * <p>Cancel: when the calling thread is interrupted, what runs on the hosts is ended (TERM, then
 * KILL), the call returns soon with CANCELLED for those that had not ended, and the thread is left
 * interrupted.
 */
public interface Fleet extends AutoCloseable {

  /**
   * Runs one command on each host.
   *
   * @param deadline of each host, counted from its turn, connecting included; then the command is
   *     ended there and its result is TIMEOUT
   */
  List<HostResult> exec(
      List<HostAddress> hosts, RemoteCommand command, Duration deadline, ExecListener listener);

  /**
   * Runs commands one after another on each host, all over one connection per host. Hosts do not
   * wait for each other.
   *
   * @param keepGoing whether the commands after one that failed are run
   * @param deadline of each host for all commands, counted from its turn
   */
  List<BatchResult> batch(
      List<HostAddress> hosts,
      List<RemoteCommand> commands,
      boolean keepGoing,
      Duration deadline,
      ExecListener listener);

  /**
   * Copies a file or folder to each host. Permissions and times are kept, links stay links. Every
   * file is written beside its place under another name, compared by SHA-256 on the host, and
   * renamed; nothing half is ever at its place, and what was half written is removed, or kept to be
   * resumed when {@link CopyOptions#resume} says so. A file that is there with the same content is
   * not sent.
   *
   * @param local a file or folder
   * @param remote the path that it gets; a relative one starts at the user's home. With a slash at
   *     its end it is a folder that gets the file or folder under its own name. Missing folders are
   *     made. Files of a folder that is there and not in the local one stay.
   * @throws dev.muster.spi.MusterException NOT_FOUND or FORBIDDEN when the local file cannot be
   *     read
   */
  List<CopyResult> put(
      List<HostAddress> hosts,
      Path local,
      String remote,
      CopyOptions options,
      CopyListener listener);

  /**
   * Copies files that are parts of others to a folder of each host, by the same rules. Programs get
   * the permissions 755, other files 644; all get one time that never changes.
   *
   * @param remote the folder
   */
  List<CopyResult> put(
      List<HostAddress> hosts,
      FileParts files,
      String remote,
      CopyOptions options,
      CopyListener listener);

  /**
   * Copies a file or folder from each host, by the same rules.
   *
   * @param remote path on each host
   * @param local where to; {@code {host}} in it stands for the host's name as it was given, and is
   *     needed for more than one host; with a slash at its end a folder that gets it under its own
   *     name
   * @throws dev.muster.spi.MusterException USAGE when several hosts would write the same file
   */
  List<CopyResult> get(
      List<HostAddress> hosts,
      String remote,
      String local,
      CopyOptions options,
      CopyListener listener);

  /**
   * Opens a port here that leads to an address seen from the host.
   *
   * @param remoteHost name or address as the host sees it
   * @param localPort 0 for any that is free; it is bound to the loopback address
   * @throws dev.muster.spi.MusterException of the kind of {@link HostFailure.Kind#error()} when the
   *     host cannot be used, CONFLICT when the port is taken
   */
  Tunnel tunnel(HostAddress host, String remoteHost, int remotePort, int localPort);

  /**
   * Gives the user's terminal to a shell, or to a command, on a host, and waits for its end.
   *
   * @param argv empty for a login shell
   * @return its exit code
   * @throws dev.muster.spi.MusterException when the host cannot be used
   */
  int shell(HostAddress host, List<String> argv) throws InterruptedException;

  /** Ends what runs and closes all connections. */
  @Override
  void close();
}
