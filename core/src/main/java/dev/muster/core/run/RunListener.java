package dev.muster.core.run;

import dev.muster.model.Outcome;
import dev.muster.model.Run;
import dev.muster.model.Task;
import java.nio.file.Path;
import java.time.Duration;

/** Hears what happens in a run. Calls come from several threads and must be quick. */
public interface RunListener {

  /** Something to tell the user on the way: a warning, a line of pip. */
  default void message(String text) {}

  /** The run is in the ledger; tasks begin. */
  default void started(Run run, RunProgress progress) {}

  /** An attempt failed and another one follows. */
  default void retrying(Task task, String failure, Duration backoff) {}

  /** A task's outcome is committed. */
  default void committed(Task task, Outcome outcome) {}

  /** After each commit. */
  default void progress(RunProgress progress) {}

  /** Tasks have ended; results are being written. */
  default void reporting(Path folder) {}
}
