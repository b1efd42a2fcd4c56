package dev.muster.service.spark;

import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.ScriptText;

/** The scripts that hosts run for Spark. Values reach them as arguments, never as their text. */
final class SparkScripts {

  /** Runs a driver for a job. */
  static final String SUBMIT = "submit.sh";

  /** Says whether Python applications run. */
  static final String PYTHON = "python.sh";

  private SparkScripts() {}

  /** The text of one of them. */
  static String text(String name) {
    return ScriptText.of(SparkScripts.class, name);
  }

  /** One of them with arguments. */
  static RemoteCommand command(String name, String... arguments) {
    return RemoteCommand.script(text(name), arguments);
  }
}
