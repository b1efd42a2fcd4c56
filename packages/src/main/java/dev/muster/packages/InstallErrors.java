package dev.muster.packages;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.python.PythonEnvironments.PipOptions;
import dev.muster.spi.python.PythonEnvironments.Python;
import java.nio.file.Path;
import java.util.List;

/** Says what went wrong from what venv and pip print: they have no other way to tell. */
final class InstallErrors {

  private static final List<String> NETWORK =
      List.of(
          "NewConnectionError",
          "ConnectTimeoutError",
          "ReadTimeoutError",
          "Read timed out",
          "ProxyError",
          "SSLError",
          "Temporary failure in name resolution",
          "Connection refused",
          "Network is unreachable");

  private InstallErrors() {}

  /** The environment itself could not be made. */
  static MusterException ofVenv(Python python, ToolProcess.Ended ended) {
    String text = ended.text();
    if (text.contains("ensurepip") || text.contains("No module named venv")) {
      return new MusterException(
          ErrorKind.UNAVAILABLE,
          python.executable() + " has no ensurepip, so it can make no environment",
          "apt-get install python" + python.minor() + "-venv");
    }
    return new MusterException(
        isFull(text) ? ErrorKind.QUOTA : ErrorKind.INVALID,
        python.executable() + " -m venv ended with status " + ended.status() + ":\n" + text);
  }

  /** pip could not install the requirements. */
  static MusterException ofPip(Path requirements, PipOptions options, ToolProcess.Ended ended) {
    String text = ended.text();
    String message =
        "pip cannot install "
            + requirements
            + ": it ended with status "
            + ended.status()
            + ". Its last lines:\n"
            + text;
    if (isFull(text)) {
      return new MusterException(
          ErrorKind.QUOTA, message, "make room in MUSTER_HOME/cache, or set TMPDIR");
    }
    if (!options.offline() && NETWORK.stream().anyMatch(text::contains)) {
      return new MusterException(
          ErrorKind.UNAVAILABLE,
          message,
          "set PIP_INDEX_URL or a proxy, or put the wheels into wheels/ and use --offline");
    }
    return new MusterException(
        ErrorKind.INVALID,
        message,
        options.offline()
            ? "put the wheels into the project's wheels/, or name their folder by --find-links"
            : "try  pip install -r " + requirements);
  }

  private static boolean isFull(String text) {
    return text.contains("No space left on device") || text.contains("Disk quota exceeded");
  }
}
