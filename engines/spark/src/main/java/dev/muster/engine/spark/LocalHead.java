package dev.muster.engine.spark;

import dev.muster.protocol.spool.Bundle;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run folder on this machine. Its process ends when this one does: it reads its input's end. */
final class LocalHead implements HeadFolder {

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Duration KILLED = Duration.ofSeconds(10);

  private final Path folder;
  private @Nullable Process process;

  LocalHead(Path folder) throws IOException {
    this.folder = folder;
    remove();
    Path parent = folder.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.createDirectory(folder, OWNER_FOLDER);
  }

  @Override
  public String path() {
    return folder.toString();
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    Path part = part(name);
    Files.write(part, content);
    Files.move(part, file(name), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void put(String name, Path content) throws IOException {
    Path part = part(name);
    try (var out = Files.newOutputStream(part)) {
      Files.copy(content, out);
    }
    Files.move(part, file(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path part(String name) throws IOException {
    Path file = file(name);
    Path parent = file.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(parent, OWNER_FOLDER);
    }
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    Files.deleteIfExists(part);
    return Files.createFile(part, OWNER_FILE);
  }

  private Path file(String name) throws IOException {
    return Bundle.below(folder, name);
  }

  @Override
  public byte[] read(String name, long offset, int most) throws IOException {
    try (FileChannel channel = FileChannel.open(file(name), StandardOpenOption.READ)) {
      long size = Math.min(most, channel.size() - offset);
      if (size <= 0) {
        return new byte[0];
      }
      ByteBuffer buffer = ByteBuffer.allocate((int) size);
      while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
        // until it is full
      }
      byte[] read = new byte[buffer.position()];
      buffer.flip().get(read);
      return read;
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  /** The folder itself: it goes when this process does. */
  @Override
  public String secrets() {
    return path();
  }

  @Override
  public void putSecret(String secrets, String name, byte[] content) throws IOException {
    put(name, content);
  }

  /** Nothing is left: it was made anew. */
  @Override
  public OptionalLong leftSpool() {
    return OptionalLong.empty();
  }

  @Override
  public void start(List<String> command, Map<String, String> environment) throws IOException {
    Files.createDirectories(folder.resolve("tmp"));
    File log = folder.resolve("driver.log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    builder.environment().clear();
    builder.environment().putAll(environment);
    process = builder.start();
  }

  @Override
  public OptionalInt ended() {
    Process started = process;
    return started == null || started.isAlive()
        ? OptionalInt.empty()
        : OptionalInt.of(started.exitValue());
  }

  @Override
  public void stop(Duration grace) throws InterruptedException {
    Process started = process;
    if (started == null) {
      return;
    }
    List<ProcessHandle> below = started.descendants().toList();
    if (!grace.isZero()) {
      started.toHandle().destroy();
      if (started.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    started.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
    started.waitFor(KILLED.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void remove() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
