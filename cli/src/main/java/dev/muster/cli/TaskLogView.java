package dev.muster.cli;

import dev.muster.model.TaskLog;
import dev.muster.model.TaskResult;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Prints what one task printed, and why it failed. */
final class TaskLogView {

  private static final int SPACE_AT_END = 64;

  private TaskLogView() {}

  static void print(Console console, TaskResult task, Optional<Path> file) {
    var outcome = task.outcome();
    TaskLog log = outcome == null ? null : outcome.log();
    var failure = outcome == null ? null : outcome.failure();
    console.json(
        Console.object(
            "task",
            task.task().ordinal(),
            "file",
            task.task().input().key(),
            "column",
            task.task().column(),
            "log",
            file.map(Path::toString).orElse(null),
            "bytes",
            log == null ? 0 : log.bytes(),
            "cut",
            log == null ? 0 : log.cut(),
            "failure",
            failure == null ? null : failure.message(),
            "detail",
            failure == null ? null : failure.detail()));
    if (console.json()) {
      return;
    }
    console.print(
        console.bold("task " + task.task().ordinal() + "  " + ProgressView.name(task.task())));
    file.ifPresent(kept -> copy(console, kept));
    if (log != null && file.isEmpty()) {
      console.print(console.faint("(" + gone(task) + ")"));
    }
    if (failure != null) {
      console.print(console.bad(Texts.plain(failure.message())));
      String detail = failure.detail();
      if (detail != null && file.filter(kept -> ends(kept, detail)).isEmpty()) {
        console.print(Texts.lines(detail.stripTrailing()));
      }
    } else if (log == null) {
      console.print(console.faint("(printed nothing)"));
    }
  }

  /** What a process said last, before it failed, stands at the end of its log already. */
  private static boolean ends(Path log, String detail) {
    byte[] last = detail.strip().getBytes(StandardCharsets.UTF_8);
    try (InputStream in = Files.newInputStream(log)) {
      in.skipNBytes(Math.max(0, Files.size(log) - last.length - SPACE_AT_END));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().endsWith(detail.strip());
    } catch (IOException e) {
      return false;
    }
  }

  private static String gone(TaskResult task) {
    var source = task.cachedFrom();
    return source == null
        ? "its log is not in the results folder any more"
        : "its log went with run " + source.run() + ", where it ran";
  }

  private static void copy(Console console, Path file) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        console.print(Texts.lines(line));
      }
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "the log " + file + " cannot be read: " + e.getMessage(), null, e);
    }
  }
}
