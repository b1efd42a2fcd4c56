package dev.muster.config.template;

import dev.muster.config.Settings;
import dev.muster.config.chain.ChainOptions;
import dev.muster.config.cluster.ClusterOptions;
import dev.muster.config.pipeline.PipelineOptions;
import dev.muster.config.project.NativeOptions;
import dev.muster.config.schema.Option;
import dev.muster.config.schema.Option.Presence;
import dev.muster.config.schema.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of configuration files that Muster reads. */
public enum FileKind {
  PROJECT("muster.yaml", "a project"),
  CLUSTER("cluster.yaml", "a cluster"),
  PIPELINE("pipeline.yaml", "a pipeline"),
  CHAIN("chain.yaml", "a chain of map runs and pipelines"),
  SETTINGS("config.yaml", "Muster itself, in MUSTER_HOME");

  private final String file;
  private final String subject;

  FileKind(String file, String subject) {
    this.file = file;
    this.subject = subject;
  }

  /** The kind of a word of the command line, or of the usual name of a file. */
  public static Optional<FileKind> of(String word) {
    return Stream.of(values())
        .filter(kind -> kind.word().equals(word) || kind.file.equals(word))
        .findFirst();
  }

  /** All words of the command line. */
  public static List<String> words() {
    return Stream.of(values()).map(FileKind::word).toList();
  }

  /** As it is typed. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The usual name of such a file. */
  public String file() {
    return file;
  }

  /** The name under which its JSON Schema is published. */
  public String schemaFile() {
    return word() + ".schema.json";
  }

  /** What it configures. */
  String subject() {
    return subject;
  }

  /** The options of its one mapping; of a chain, those of an element that runs a project. */
  Schema schema() {
    return switch (this) {
      case PROJECT -> NativeOptions.PROJECT;
      case CLUSTER -> ClusterOptions.CLUSTER;
      case PIPELINE -> PipelineOptions.PIPELINE;
      case CHAIN -> ChainOptions.PROJECT_CONFIG;
      case SETTINGS -> Settings.SCHEMA;
    };
  }

  /** The form of another tool that is read too: Ray's, multimno's. */
  Optional<OtherForm> other() {
    return switch (this) {
      case PROJECT, CHAIN, SETTINGS -> Optional.empty();
      case CLUSTER -> Optional.of(OtherForm.RAY);
      case PIPELINE -> Optional.of(OtherForm.MULTIMNO);
    };
  }

  /** Whether a first file has the option: it is required, or nearly always wanted. */
  boolean isEssential(Option<?> option) {
    List<String> usual =
        switch (this) {
          case PROJECT -> List.of("name");
          case CLUSTER -> List.of("name", "hosts");
          case PIPELINE, CHAIN, SETTINGS -> List.of();
        };
    return option.presence() != Presence.OPTIONAL || usual.contains(option.key());
  }
}
