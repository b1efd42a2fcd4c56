package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.hosts.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Python applications on the YARN of a cluster. */
@Tag("long")
@Timeout(1800)
class YarnPythonIT {

  private static final String APP =
      """
      import sys, pyspark, extra
      java = pyspark.Java()
      context = java.ask("i", "org.apache.spark.SparkContext")
      numbers = java.ask("c", context, "range", "L0", "L5", "L1", "i2")
      print(sys.argv[1], "counts", java.ask("c", numbers, "count"), extra.WORD)
      print("on", java.ask("c", context, "master"), java.ask("c", context, "applicationId"))
      java.ask("c", context, "stop")
      sys.exit(int(sys.argv[2]))
      """;

  @TempDir Path folder;

  /** With the Python of the hosts, which has a stand-in for PySpark: executors do Java's work. */
  @Test
  void runInBothModesAndEndWithTheirCode() throws Exception {
    try (HadoopLab lab = HadoopLab.create(folder, 2)) {
      lab.deploy();
      lab.deploySpark();
      Files.writeString(folder.resolve("app.py"), APP);
      Files.writeString(folder.resolve("extra.py"), "WORD = 'brought'\n");
      assertThat(submit(lab, "client", "0").err()).contains("2 problems", "no /root/python");
      for (TestHost host : lab.hosts.all()) {
        StandInPyspark.writeTo(host.path("/root/lib"));
        Path python = host.path("/root/python");
        Files.writeString(
            python, "#!/bin/sh\nPYTHONPATH=/root/lib:$PYTHONPATH exec python3 \"$@\"\n");
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      for (String mode : List.of("client", "cluster")) {
        MusterRun run = submit(lab, mode, "2");
        assertThat(run.out())
            .as(mode + run.err())
            .contains("it's me counts 5 brought", "on yarn application_");
        assertThat(lab.jobs().get(0).get("exit_code")).as(mode).hasToString("2");
        assertThat(submit(lab, mode, "0").code()).as(mode).isZero();
      }
      assertThat(lab.applications()).isEmpty();
      lab.succeeds("cluster", "kill", "lab", "--yes");
    }
  }

  private static MusterRun submit(HadoopLab lab, String mode, String exit) {
    return lab.muster.run(
        "job",
        "submit",
        "--cluster",
        "lab",
        "--engine",
        "yarn",
        "--deploy-mode",
        mode,
        "--wait",
        "--timeout",
        "8m",
        "--driver-memory", // shares the only node with its executor
        "512m",
        "--conf",
        "spark.executor.memory=512m",
        "--conf",
        "spark.pyspark.python=/root/python",
        "--py-files",
        "extra.py",
        "app.py",
        "it's me",
        exit);
  }
}
