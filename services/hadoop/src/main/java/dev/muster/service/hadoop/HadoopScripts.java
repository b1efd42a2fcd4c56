package dev.muster.service.hadoop;

import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.ScriptText;

/** The scripts that hosts run for Hadoop. Values reach them as arguments, never as their text. */
final class HadoopScripts {

  private HadoopScripts() {}

  /** The text of one of them. */
  static String text(String name) {
    return ScriptText.of(HadoopScripts.class, name);
  }

  /** One of them with arguments. */
  static RemoteCommand command(String name, String... arguments) {
    return RemoteCommand.script(text(name), arguments);
  }
}
