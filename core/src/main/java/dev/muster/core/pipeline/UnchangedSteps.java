package dev.muster.core.pipeline;

import dev.muster.core.plan.FileHashes;
import dev.muster.model.Digest;
import dev.muster.model.RunId;
import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.pipeline.SubmitOptions;
import dev.muster.spi.store.Store;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells which steps were done before: inputs, code and configuration are those of the last time it
 * ended well, and its outputs are there. Only a step that declares outputs can be.
 */
final class UnchangedSteps {

  private final Pipeline pipeline;
  private final @Nullable String packageRef;
  private final Ledger ledger;
  private final FileHashes hashes;
  private final PathSet paths;

  /**
   * @param packageRef the package that steps are run with, with its release; null for none
   */
  UnchangedSteps(
      Pipeline pipeline,
      @Nullable String packageRef,
      Ledger ledger,
      FileHashes hashes,
      Function<String, Store> stores) {
    this.pipeline = pipeline;
    this.packageRef = packageRef;
    this.ledger = ledger;
    this.hashes = hashes;
    this.paths = new PathSet(pipeline.folder(), stores, hashes);
  }

  /**
   * What is known of a step.
   *
   * @param fingerprint what its result depends on; null for a step that declares no outputs
   * @param since the run that has done it; null when it has to be run
   * @param reason why it has to be run, or need not
   */
  record Verdict(@Nullable Digest fingerprint, @Nullable RunId since, String reason) {}

  /** Looks at files now. */
  Verdict look(Step step) {
    if (step.outputs().isEmpty()) {
      return new Verdict(null, null, "declares no outputs");
    }
    Digest fingerprint = fingerprint(step);
    Optional<RunId> before =
        ledger.read(tx -> tx.pipelines().unchanged(pipeline.file(), step.id(), fingerprint));
    if (before.isEmpty()) {
      return new Verdict(
          fingerprint, null, "not done yet with these inputs, this code and configuration");
    }
    for (String output : step.outputs()) {
      if (!paths.exists(output)) {
        return new Verdict(fingerprint, null, "the output " + output + " is not there");
      }
    }
    return new Verdict(fingerprint, before.get(), "unchanged since run " + before.get());
  }

  private Digest fingerprint(Step step) {
    List<String> parts = new ArrayList<>(List.of(step.work().kind()));
    TreeSet<Path> files = new TreeSet<>(step.configuration());
    if (step.work() instanceof StepWork.Spark spark) {
      parts.add(String.valueOf(spark.mainClass()));
      parts.addAll(spark.options());
      parts.add("--");
      parts.addAll(spark.arguments());
      files.add(spark.application());
      SubmitOptions options = SubmitOptions.parse(spark.options());
      for (String option : SubmitOptions.FILES) {
        addFiles(List.of(options.values().getOrDefault(option, "").split(",", -1)), files);
      }
      addFiles(spark.arguments(), files);
    } else if (step.work() instanceof StepWork.Command command) {
      parts.addAll(command.argv());
      addFiles(command.argv(), files);
    }
    new TreeMap<>(step.environment())
        .forEach((name, value) -> parts.addAll(List.of("env", name, value)));
    if (packageRef != null) {
      parts.addAll(List.of("package", packageRef));
    }
    parts.add("files");
    Map<Path, String> contents = hashes.of(files);
    for (Path file : files) {
      parts.add(pipeline.folder().relativize(file).toString());
      parts.add(String.valueOf(contents.get(file)));
    }
    for (String input : step.inputs()) {
      parts.add("input");
      parts.add(input);
      paths.versions(input).forEach((name, version) -> parts.addAll(List.of(name, version)));
    }
    parts.add("outputs");
    parts.addAll(step.outputs());
    return Digest.of(parts.toArray(String[]::new));
  }

  /** A word that is the name of a file: a script, a configuration. */
  private void addFiles(List<String> words, Set<Path> files) {
    for (String word : words) {
      try {
        Path path = pipeline.folder().resolve(word).normalize();
        if (!word.isEmpty() && Files.isRegularFile(path)) {
          files.add(path);
        }
      } catch (InvalidPathException e) {
        // no name of a file
      }
    }
  }
}
