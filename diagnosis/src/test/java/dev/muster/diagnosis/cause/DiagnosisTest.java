package dev.muster.diagnosis.cause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.diagnosis.cause.RootCause.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On logs that Spark 3.5.6 wrote when it failed in these ways (Java 25 for two of them). */
class DiagnosisTest {

  static String recording(String name) throws IOException {
    try (InputStream in = DiagnosisTest.class.getResourceAsStream(name + ".log")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no-main-class|101|MISSING_CLASS|org.example.Main is not in the jar",
        "driver-oom|1|DRIVER_MEMORY|the driver had no memory left: Java heap space",
        "task-oom|52|EXECUTOR_MEMORY|an executor had no memory left: Java heap space",
        "small-memory|1|DRIVER_MEMORY|must be at least 471859200",
        "results|1|DRIVER_MEMORY|too large for the driver: 10.0 MiB",
        "not-found|1|NOT_FOUND|the input file:/no/such/input.csv is not there",
        "disk|1|DISK_FULL|a disk is full",
        "missing-class|1|MISSING_CLASS|org.example.Codec is on no class path",
        "denied|1|ACCESS_DENIED|/data/secret.csv",
        "output-exists|1|OUTPUT_EXISTS|the output file:/tmp is there already",
        "bad|1|EXCEPTION|java.lang.IllegalArgumentException: bad input: bad-input",
        "port|1|PORT_TAKEN|Address already in use",
        "no-master|1|CONNECTION_REFUSED|Failed to connect to master 127.0.0.1:9",
        "no-opens|1|WRONG_JAVA|without the options that Java 17 needs",
        "java25|1|WRONG_JAVA|getSubject is not supported",
        "newer|1|WRONG_JAVA|N was compiled for a newer Java",
        "cluster|1|LOST_EXECUTOR|executor 0 was lost",
      })
  void recordedFailuresHaveTheirCause(String name, int exit, Kind kind, String words)
      throws IOException {
    String log = recording(name);
    RootCause cause = Diagnosis.of(exit, log, List.of()).orElseThrow();
    assertThat(cause.kind()).as(cause.toString()).isEqualTo(kind);
    assertThat(cause.summary()).contains(words);
    assertThat(log).contains(cause.evidence().replaceFirst("…$", ""));
    assertThat(cause.fix()).isNotBlank();
  }

  /** As the programs' own sources and documentation write them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ERROR YarnScheduler: Lost executor 3 on node7: Container killed by YARN for exceeding physical memory limits. 5.5 GB of 5.5 GB physical memory used.|CONTAINER_KILLED",
        "Container [pid=1,containerID=container_1] is running beyond 'PHYSICAL' memory limit. Current usage: 1.1 GB of 1 GB|CONTAINER_KILLED",
        "com.amazonaws.services.s3.model.AmazonS3Exception: Forbidden (Service: Amazon S3; Status Code: 403; Error Code: 403 Forbidden)|ACCESS_DENIED",
        "org.apache.hadoop.security.AccessControlException: Permission denied: user=ann, access=WRITE, inode=\"/\":hdfs:supergroup:drwxr-xr-x|ACCESS_DENIED",
        "RuntimeError: Python in worker has different version 3.11 than that in driver 3.9, PySpark cannot run with different minor versions.|WRONG_PYTHON",
        "java.io.IOException: Cannot run program \"/opt/venv/bin/python3\": error=2, No such file or directory|WRONG_PYTHON",
        "ModuleNotFoundError: No module named 'sedona'|WRONG_PYTHON",
        "Exception in thread \"main\" java.lang.NoSuchMethodError: 'scala.collection.immutable.Seq scala.Predef$.wrapRefArray(java.lang.Object[])'|MISSING_CLASS",
        "org.apache.hadoop.fs.UnsupportedFileSystemException: No FileSystem for scheme \"s3a\"|MISSING_CLASS",
        "org.apache.spark.sql.AnalysisException: [PATH_NOT_FOUND] Path does not exist: hdfs://h/x. SQLSTATE: 42K03|NOT_FOUND",
        "Terminating due to java.lang.OutOfMemoryError: Java heap space|DRIVER_MEMORY",
      })
  void otherFailuresToo(String line, Kind kind) {
    assertThat(Diagnosis.of(1, "INFO x\n" + line + "\n", List.of()))
        .get()
        .satisfies(cause -> assertThat(cause.kind()).as(cause.toString()).isEqualTo(kind));
  }

  @Test
  void whatAProgramGotOverIsNotItsCause() {
    String log =
        """
        WARN Retry: java.net.ConnectException: Connection refused
        Exception in thread "main" java.lang.IllegalStateException: 12 rows too many
        \tat X.main(X.java:1)
        """;
    assertThat(Diagnosis.of(1, log, List.of()).orElseThrow().summary())
        .isEqualTo("java.lang.IllegalStateException: 12 rows too many");
  }

  @Test
  void theEventLogSpeaksWhenTheLogIsSilent() {
    RootCause cause =
        Diagnosis.of(1, "", List.of("java.lang.OutOfMemoryError: GC overhead limit exceeded"))
            .orElseThrow();
    assertThat(cause.kind()).isEqualTo(Kind.EXECUTOR_MEMORY);
  }

  @Test
  void aSignalIsSaidWhenNothingElseIs() {
    assertThat(Diagnosis.of(137, "working\n", List.of()).orElseThrow().summary())
        .contains("signal 9");
    assertThat(Diagnosis.of(3, "working\n", List.of())).isEmpty();
    assertThat(Diagnosis.of(0, "java.net.BindException: x", List.of())).isEmpty();
  }

  @Property(tries = 200)
  void anyLogGivesOneLineOrNothing(
      @ForAll @Size(max = 20) List<String> lines, @ForAll int exit, @ForAll boolean known) {
    String log = String.join(known ? "\njava.io.FileNotFoundException: " : "\n", lines);
    Optional<RootCause> cause = Diagnosis.of(exit, log, lines);
    cause.ifPresent(
        found -> {
          assertThat(found.evidence()).doesNotContain("\n").hasSizeLessThanOrEqualTo(301);
          assertThat(found.summary()).doesNotContain("\n");
        });
  }
}
