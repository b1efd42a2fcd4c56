package dev.muster.config.pipeline;

import dev.muster.config.language.LanguageFile;
import dev.muster.config.text.Problems;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a pipeline file, in the form of multimno when it has the key {@code pipeline}, else in
 * Muster's own. All that can be known of its steps on this machine is looked at: files, jars,
 * classes, programs.
 */
public final class PipelineFile {

  private PipelineFile() {}

  /**
   * Reads a pipeline file.
   *
   * @param file as the user gave it; messages name it in the same way
   * @throws dev.muster.spi.ProblemsException CONFIGURATION with everything that is wrong
   * @throws MusterException NOT_FOUND when there is no such file
   */
  public static LoadedPipeline load(Path file, PipelineRequest request) {
    if (!Files.exists(file)) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "there is no pipeline file " + file, "docs/pipelines.md shows one");
    }
    Problems problems = new Problems(file);
    Optional<LoadedPipeline> loaded =
        LanguageFile.readMapping(file, request.variables(), problems)
            .flatMap(mapping -> read(file, mapping, request, problems));
    problems.throwIfAny();
    return new LoadedPipeline(
        loaded.orElseThrow().pipeline(), loaded.get().secrets(), problems.warnings());
  }

  private static Optional<LoadedPipeline> read(
      Path file, Mapping mapping, PipelineRequest request, Problems problems) {
    Path absolute = file.toAbsolutePath().normalize();
    try {
      return mapping.find(PipelineOptions.COMPONENTS.key()).isPresent()
              && mapping.find(PipelineOptions.STEPS.key()).isEmpty()
          ? new MultimnoForm(absolute, request, problems).read(mapping)
          : new NativeForm(absolute, request, problems).read(mapping);
    } catch (InvalidPathException e) {
      problems.add(0, "a path holds characters that no path has: " + e.getReason());
      return Optional.empty();
    }
  }

  /** The folder that a file is in. */
  static Path folder(Path absolute) {
    Path parent = absolute.getParent();
    return parent == null ? absolute : parent;
  }

  /** The name of a pipeline that gives none: its file's, without the ending. */
  static String nameOf(Path absolute) {
    String name = String.valueOf(absolute.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
