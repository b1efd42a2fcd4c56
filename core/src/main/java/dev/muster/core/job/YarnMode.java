package dev.muster.core.job;

import java.util.Locale;

/** Where the driver of an application on YARN runs. */
public enum YarnMode {
  /** On the head of the cluster. */
  CLIENT,
  /** In a container of YARN. */
  CLUSTER;

  /** As spark-submit writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
