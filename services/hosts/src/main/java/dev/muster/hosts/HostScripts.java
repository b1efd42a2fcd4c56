package dev.muster.hosts;

import dev.muster.spi.fleet.ScriptText;

/** The scripts that hosts run. Values reach them as arguments and files, never as their text. */
final class HostScripts {

  /** Keeps a program running. */
  static final String SUPERVISE = "supervise.sh";

  /** Has it started when the host boots. */
  static final String BOOT = "boot.sh";

  private HostScripts() {}

  /** The text of one of them. */
  static String text(String name) {
    return ScriptText.of(HostScripts.class, name);
  }
}
