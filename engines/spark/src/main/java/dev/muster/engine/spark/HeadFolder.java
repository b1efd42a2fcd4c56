package dev.muster.engine.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The folder of a run on the machine where its driver runs, mode 0700, and the one process that is
 * supervised there. Names are relative, with {@code /} between their parts; folders are made as
 * needed. An {@link IOException} means that the machine is out of reach or refuses: it is tried
 * again, and says nothing of the process.
 */
interface HeadFolder {

  /** Its absolute path on that machine. */
  String path();

  /** Writes a file, mode 0600: whole or not at all, over an old one if there is one. */
  void put(String name, byte[] content) throws IOException;

  /** The same with the content of a file of this machine. */
  void put(String name, Path content) throws IOException;

  /**
   * The absolute path of an empty folder for what is secret, in memory where that machine has a
   * tmpfs. The one before it goes; {@link #remove} removes it.
   */
  String secrets() throws IOException;

  /** Writes a file, mode 0600, into the folder {@link #secrets} has made. */
  void putSecret(String secrets, String name, byte[] content) throws IOException;

  /**
   * Reads from a file.
   *
   * @return up to {@code most} bytes from an offset; none when the file ends there or does not
   *     exist
   */
  byte[] read(String name, long offset, int most) throws IOException;

  /** Where the spool begins that an earlier driver of the run has left; empty for none. */
  OptionalLong leftSpool() throws IOException;

  /**
   * Starts the process, its output going to {@code driver.log}. An earlier one is ended, with the
   * workers that it had anywhere.
   *
   * @param command an argument list; holds no secret
   * @param environment the whole environment
   */
  void start(List<String> command, Map<String, String> environment) throws IOException;

  /** The status that the process ended with; empty while it lives. */
  OptionalInt ended() throws IOException;

  /** Ends the process: asks, and kills it with all below it after the grace time. */
  void stop(Duration grace) throws IOException, InterruptedException;

  /** Removes the folder with all that is in it; it may be gone already. */
  void remove() throws IOException;
}
