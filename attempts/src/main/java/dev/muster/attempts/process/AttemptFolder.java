package dev.muster.attempts.process;

import dev.muster.spi.FileFault;
import dev.muster.spi.pipeline.StepEnd;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files that say how an attempt goes: {@code state}, who runs it and how that ended, and {@code
 * stopped}.
 */
record AttemptFolder(Path folder) {

  private static final int KILLED = 137;
  private static final Pattern EXIT = Pattern.compile("^exit ([0-9]{1,3})$", Pattern.MULTILINE);

  /** Who runs it. Empty text: somebody is about to say so. */
  Optional<String> owner() {
    return read("state").map(state -> state.lines().findFirst().orElse(""));
  }

  /**
   * Keeps it from ever beginning.
   *
   * @return false when it has begun
   */
  boolean claim() {
    try {
      Files.writeString(Files.createFile(folder.resolve("state")), "nobody\n");
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (NoSuchFileException e) {
      return true; // without its folder it never will
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes that it is asked to end, unless it has. */
  void stopped() {
    try {
      if (exit() == null && read("stopped").isEmpty()) {
        Files.writeString(folder.resolve("stopped"), "cancelled\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How it ended, now that its supervisor is gone or has written it. */
  Optional<StepEnd> end() {
    Integer code = exit();
    return switch (read("stopped").orElse("").strip()) {
      case "timeout" ->
          Optional.of(new StepEnd(StepEnd.Cause.TIMED_OUT, code == null ? KILLED : code, null));
      case "cancelled" ->
          Optional.of(new StepEnd(StepEnd.Cause.CANCELLED, code == null ? KILLED : code, null));
      default -> code == null ? Optional.empty() : Optional.of(StepEnd.exited(code));
    };
  }

  /** The exit code that its supervisor has written, null for none. */
  private @Nullable Integer exit() {
    Matcher line = EXIT.matcher(read("state").orElse(""));
    return line.find() ? Integer.valueOf(line.group(1)) : null;
  }

  /** Whether nothing more can be written, which a program may not have been able to say. */
  boolean full() {
    try (OutputStream probe =
        Files.newOutputStream(
            folder.resolve("probe"),
            StandardOpenOption.CREATE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      probe.write('\n');
      return false;
    } catch (IOException e) {
      return FileFault.of(e).full();
    }
  }

  private Optional<String> read(String name) {
    try {
      return Optional.of(Files.readString(folder.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
