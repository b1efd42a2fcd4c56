package dev.muster.spark;

import dev.muster.protocol.WorkerMessage;
import dev.muster.protocol.spool.Bundle;
import dev.muster.protocol.spool.Packet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Sends what a worker wrote to files, in parts, and removes the files. Where the run has a store,
 * large results go there, and only their place is sent.
 */
final class Upload {

  private final Link link;
  private final Path results;
  private final Path spool;
  private final long storedFrom;

  /**
   * @param storedFrom results of so many bytes go to the store; 0 for none
   */
  Upload(Link link, Path results, Path spool, long storedFrom) {
    this.link = link;
    this.results = results;
    this.spool = spool;
    this.storedFrom = storedFrom;
  }

  /** The log of an attempt, and its result when it is a file. */
  void files(TaskKey key, int worker, WorkerMessage.Ended ended)
      throws IOException, InterruptedException {
    WorkerMessage.Log log = ended.log();
    String path = log == null ? null : log.path();
    if (path != null) {
      send(key, worker, "log", path, Bundle.below(results, path));
    }
    if (ended instanceof WorkerMessage.Spooled) {
      String name = ((WorkerMessage.Spooled) ended).file();
      Path file = Bundle.below(spool, name);
      if (!store(key, name, file)) {
        send(key, worker, "result", name, file);
      }
    }
  }

  /** Whether the store has it now. */
  private boolean store(TaskKey key, String name, Path file)
      throws IOException, InterruptedException {
    if (storedFrom == 0 || Files.notExists(file) || Files.size(file) < storedFrom) {
      return false;
    }
    Packet place = link.ask(Packet.of("place", "next"));
    String url = place.optionalText("url");
    if (url == null || !StorePut.put(url, file)) {
      return false;
    }
    link.keep(
        Packet.of("stored", place.text("place"))
            .with("name", name)
            .with("task", key.task)
            .with("attempt", key.attempt));
    Files.deleteIfExists(file);
    return true;
  }

  private void send(TaskKey key, int worker, String kind, String name, Path file)
      throws IOException, InterruptedException {
    try (InputStream in = Files.newInputStream(file)) {
      long at = 0;
      byte[] part = in.readNBytes(Session.PART_BYTES);
      while (part.length > 0) {
        link.keep(
            Packet.of("part", kind)
                .with("name", name)
                .with("task", key.task)
                .with("attempt", key.attempt)
                .with("worker", worker)
                .with("at", at)
                .with(part));
        at += part.length;
        part = in.readNBytes(Session.PART_BYTES);
      }
    } catch (NoSuchFileException e) {
      return; // the worker died before it was written
    }
    Files.deleteIfExists(file);
  }
}
