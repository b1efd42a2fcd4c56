package dev.muster.config.template;

import dev.muster.config.cluster.RayOptions;
import dev.muster.config.pipeline.PipelineOptions;
import dev.muster.config.schema.Schema;
import java.util.Locale;

/** Forms of other tools that Muster reads beside its own, and how they are told from it. */
enum OtherForm {
  /** A cluster with {@code cluster_name}, or with a provider that is a mapping. */
  RAY,
  /** A pipeline with {@code pipeline} and without {@code steps}. */
  MULTIMNO;

  /** Its name among the definitions of a JSON Schema. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  Schema schema() {
    return switch (this) {
      case RAY -> RayOptions.CLUSTER;
      case MULTIMNO -> PipelineOptions.MULTIMNO;
    };
  }
}
