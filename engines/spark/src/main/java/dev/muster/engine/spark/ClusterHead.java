package dev.muster.engine.spark;

import dev.muster.protocol.spool.Segments;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
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
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run folder on the head of a cluster. Its process outlives the connection and Muster, and ends
 * by itself when nobody has asked for it for {@link #PATIENCE}.
 */
final class ClusterHead implements HeadFolder {

  /** As long as a laptop may be without a network. */
  static final Duration PATIENCE = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(ClusterHead.class);
  private static final int GONE = 66;
  private static final String LIST = "ls \"$1\" 2>/dev/null || :";

  private static final Duration SWEEP = Duration.ofSeconds(60);
  private static final String READ =
      "touch \"$4/asked\" 2>/dev/null; [ -f \"$1\" ] || exit 0;"
          + " tail -c \"+$2\" \"$1\" | head -c \"$3\"";

  private final HeadShell shell;
  private final String run;
  private final String path;
  private final String home;
  private boolean earlier;

  /**
   * What an earlier driver of the run has kept stays; it is ended.
   *
   * @param home the folder of the cluster, absolute
   * @param run its id
   */
  ClusterHead(HeadShell shell, String home, String run) throws IOException {
    this.shell = shell;
    this.home = home;
    this.run = run;
    path = home + "/runs/" + run;
    earlier = shell.ask(RemoteCommand.of("test", "-d", path)).code() == 0;
    if (earlier) {
      stopNow();
    }
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    put(name, RemoteInput.bytes(content), content.length);
  }

  @Override
  public void put(String name, Path content) throws IOException {
    put(name, host -> Files.newInputStream(content), Files.size(content));
  }

  @Override
  public String secrets() throws IOException {
    String made =
        new String(
                shell.run(RemoteCommand.script(HeadShell.script("secrets.sh"), path)),
                StandardCharsets.UTF_8)
            .strip();
    if (made.equals(path + "/secret")) {
      LOG.warn(
          "{} has no tmpfs that can be written: secrets of run {} lie on its disk until the driver"
              + " has read them",
          shell.place(),
          run);
    }
    return made;
  }

  @Override
  public void putSecret(String secrets, String name, byte[] content) throws IOException {
    write(secrets + "/" + name, RemoteInput.bytes(content), content.length);
  }

  private void put(String name, RemoteInput input, long size) throws IOException {
    write(file(name), input, size);
  }

  private void write(String file, RemoteInput input, long size) throws IOException {
    RemoteCommand command =
        RemoteCommand.of(
                "sh", "-c", HeadShell.script("put.sh"), "sh", file, home, shell.cluster().id())
            .withInput(input);
    if (shell.send(command, size) == GONE) {
      throw gone();
    }
  }

  private MusterException gone() {
    return new MusterException(
        ErrorKind.UNAVAILABLE,
        "the folder of run " + run + " is gone from " + shell.place() + ", and its driver with it",
        "was the cluster killed? What is committed stays: muster runs resume "
            + run
            + " does the rest on this machine, with --cluster on another cluster");
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
  public OptionalLong leftSpool() throws IOException {
    String names =
        new String(
            shell.run(RemoteCommand.of("sh", "-c", LIST, "sh", file(Segments.FOLDER))),
            StandardCharsets.UTF_8);
    return names
        .lines()
        .map(Segments::start)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .min();
  }

  @Override
  public void start(List<String> command, Map<String, String> environment) throws IOException {
    if (earlier) {
      stopNow();
      endWorkers();
    }
    earlier = true; // also when nobody hears that it has started
    List<String> arguments = new ArrayList<>(List.of(path, Long.toString(PATIENCE.toSeconds())));
    arguments.addAll(command);
    shell.run(
        RemoteCommand.script(HeadShell.script("start.sh"), arguments.toArray(String[]::new))
            .withEnvironment(environment));
  }

  /** An executor that has lost its driver ends, but not at once: no task runs beside its re-run. */
  private void endWorkers() {
    RemoteCommand sweep = RemoteCommand.script(HeadShell.script("sweep.sh"), run);
    for (ClusterShell.Answer answer : new ClusterShell(shell.cluster()).run(sweep, SWEEP)) {
      if (!answer.succeeded()) {
        LOG.warn("what run {} has left on {} may still run there", run, answer.host());
      }
    }
  }

  @Override
  public OptionalInt ended() throws IOException {
    HeadShell.Answer answer = shell.ask(RemoteCommand.script(HeadShell.script("ended.sh"), path));
    if (answer.code() == GONE) {
      throw gone();
    }
    String said = answer.output().toString(StandardCharsets.UTF_8).strip();
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
    shell.run(RemoteCommand.script(HeadShell.script("forget.sh"), path));
    shell.run(RemoteCommand.of("rm", "-rf", "--", path));
  }
}
