package dev.muster.engine.spark;

import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A run folder on the head of a cluster. Its process outlives the connection and Muster, and ends
 * by itself when nobody has asked for it for {@link #PATIENCE}.
 */
final class ClusterHead implements HeadFolder {

  /** As long as a laptop may be without a network. */
  static final Duration PATIENCE = Duration.ofHours(1);

  private static final String PUT =
      "umask 077; mkdir -p \"${1%/*}\" && cat >\"$1.part\" && mv \"$1.part\" \"$1\"";
  private static final String READ =
      "touch \"$4/asked\" 2>/dev/null; [ -f \"$1\" ] || exit 0;"
          + " tail -c \"+$2\" \"$1\" | head -c \"$3\"";

  private final HeadShell shell;
  private final String path;

  ClusterHead(HeadShell shell, String path) throws IOException {
    this.shell = shell;
    this.path = path;
    stopNow();
    remove();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    put(name, RemoteInput.bytes(content));
  }

  @Override
  public void put(String name, Path content) throws IOException {
    put(name, host -> Files.newInputStream(content));
  }

  private void put(String name, RemoteInput input) throws IOException {
    shell.run(RemoteCommand.of("sh", "-c", PUT, "sh", file(name)).withInput(input));
  }

  private String file(String name) throws IOException {
    if (name.startsWith("/") || List.of(name.split("/", -1)).contains("..")) {
      throw new IOException("not a name below the run's folder: " + name);
    }
    return path + "/" + name;
  }

  @Override
  public byte[] read(String name, long offset, int most) throws IOException {
    return shell.run(
        RemoteCommand.of(
            "sh",
            "-c",
            READ,
            "sh",
            file(name),
            Long.toString(offset + 1),
            Integer.toString(most),
            path));
  }

  @Override
  public void start(List<String> command, Map<String, String> environment) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(path, Long.toString(PATIENCE.toSeconds())));
    arguments.addAll(command);
    shell.run(
        RemoteCommand.script(HeadShell.script("start.sh"), arguments.toArray(String[]::new))
            .withEnvironment(environment));
  }

  @Override
  public OptionalInt ended() throws IOException {
    String said =
        new String(
                shell.run(RemoteCommand.script(HeadShell.script("ended.sh"), path)),
                StandardCharsets.UTF_8)
            .strip();
    return said.matches("[0-9]{1,3}")
        ? OptionalInt.of(Integer.parseInt(said))
        : OptionalInt.empty();
  }

  @Override
  public void stop(Duration grace) throws IOException {
    shell.run(
        RemoteCommand.script(HeadShell.script("stop.sh"), path, Long.toString(grace.toSeconds())));
  }

  private void stopNow() throws IOException {
    stop(Duration.ZERO);
  }

  @Override
  public void remove() throws IOException {
    shell.run(RemoteCommand.of("rm", "-rf", "--", path));
  }
}
