package dev.muster.service.spark;

import dev.muster.spi.fleet.ScriptText;

/** The scripts that hosts run. Values reach them as arguments and files, never as their text. */
final class SparkScripts {

  /** Keeps a program running. */
  static final String SUPERVISE = "supervise.sh";

  /** Has it started when the host boots. */
  static final String BOOT = "boot.sh";

  /** Runs a driver for a job. */
  static final String SUBMIT = "submit.sh";

  /** Says whether Python applications run. */
  static final String PYTHON = "python.sh";

  private SparkScripts() {}

  /** The text of one of them. */
  static String text(String name) {
    return ScriptText.of(SparkScripts.class, name);
  }
}
