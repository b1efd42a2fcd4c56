package dev.muster.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * PySpark is in no Maven repository: in its place stands a package of its name that speaks to
 * Spark's gateway by Py4J's protocol. Executors do nothing in Python with it.
 */
final class StandInPyspark {

  private static final String TEXT =
      """
      import os, socket
      __version__ = "3.5.stand-in"
      class Java:
          def __init__(self):
              port = int(os.environ["PYSPARK_GATEWAY_PORT"])
              self.file = socket.create_connection(("127.0.0.1", port)).makefile("rw")
              self.said("A\\n" + os.environ["PYSPARK_GATEWAY_SECRET"])
          def ask(self, *words):
              return self.said("\\n".join(words) + "\\ne")
          def said(self, command):
              self.file.write(command + "\\n")
              self.file.flush()
              answer = self.file.readline().rstrip("\\n")
              if not answer.startswith("!y"):
                  raise RuntimeError(answer)
              return answer[3:]
      """;

  private StandInPyspark() {}

  /** Writes it into a folder of Python's path, which is made. */
  static void writeTo(Path lib) throws IOException {
    Path pyspark = Files.createDirectories(lib.resolve("pyspark"));
    Files.writeString(pyspark.resolve("__init__.py"), TEXT);
    Files.writeString(pyspark.resolve("sql.py"), "");
  }
}
