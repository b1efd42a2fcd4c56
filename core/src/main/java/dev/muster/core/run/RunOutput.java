package dev.muster.core.run;

import dev.muster.core.Services;
import dev.muster.model.Project;
import dev.muster.model.Run;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.report.RunReport;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes what a run gave: its results folder, and the saved bucket where the project has one. */
final class RunOutput {

  private final Services services;
  private final Project project;

  RunOutput(Services services, Project project) {
    this.services = services;
    this.project = project;
  }

  /** Large results of all runs. */
  static Blobs blobs(Services services) {
    return new Blobs(services.home().resolve("results"));
  }

  /** Of the project's secrets and the well-known ones. */
  static Redactor redactor(Services services, Project project) {
    return Redactor.of(Redactor.names(project, services.environment()), services.environment());
  }

  /**
   * Writes the folder.
   *
   * @param outcomes what this process has committed of the run; null when it did nothing of it
   * @param warnings hears what could not be made
   */
  void write(Run run, @Nullable SessionOutcomes outcomes, Consumer<String> warnings) {
    RunReport report =
        new LedgerRunReport(
            services.ledger().get(),
            run,
            outcomes,
            project,
            blobs(services),
            redactor(services, project));
    new ResultsFolder(run.results()).write(report, services.writers().get(), warnings);
  }

  /**
   * Copies the folder to the bucket that the project names, if it names one.
   *
   * @throws MusterException what the bucket said; the folder is as it was
   */
  void save(Run run) throws InterruptedException {
    String target = project.savedTo();
    if (target != null) {
      new SavedResults(services.stores()).save(run, target);
    }
  }

  /**
   * The same, which a second request to stop ends.
   *
   * @return why the results were not saved; null when they were
   */
  @Nullable MusterException trySave(Run run, RunControl control) {
    String target = project.savedTo();
    if (target == null) {
      return null;
    }
    AtomicReference<@Nullable Thread> saving = new AtomicReference<>(Thread.currentThread());
    control.onStop(
        stop -> {
          if (stop == RunControl.Stop.NOW) {
            Thread thread = saving.get();
            if (thread != null) {
              thread.interrupt();
            }
          }
        });
    try {
      save(run);
      return null;
    } catch (MusterException e) {
      return e;
    } catch (InterruptedException e) {
      return SavedResults.notSaved(run, target, ErrorKind.INTERRUPTED, "interrupted", e);
    } finally {
      saving.set(null);
    }
  }
}
