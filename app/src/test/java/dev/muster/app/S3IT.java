package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.spi.store.Store;
import dev.muster.stores.S3StoreFactory;
import dev.muster.testkit.s3.Fault;
import dev.muster.testkit.s3.MemoryBucket;
import dev.muster.testkit.s3.MotoServer;
import dev.muster.testkit.s3.Operation;
import dev.muster.testkit.s3.ScriptedS3;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A map run whose inputs are in a bucket, by the command line. */
class S3IT {

  private static final String SECRET = "S3cret/unmistakable+0123456789/abcdefghijk";
  private static final String KEY_ID = "AKIAUNMISTAKABLE0001";

  private static final String FUNCTION =
      """
      import csv

      def main(path, column):
          with open(path, newline="") as rows:
              return {"sum": sum(float(row[column]) for row in csv.DictReader(rows))}
      """;

  private static final String CONFIG =
      """
      name: bucket
      inputs: s3://data/in/**/*.csv
      columns: "^temp"
      entrypoint: {python: "entrypoint:main"}
      retries: 1
      """;

  @TempDir Path folder;
  private ScriptedS3 s3;
  private MemoryBucket bucket;
  private InProcess muster;
  private Path project;

  @BeforeEach
  void start() {
    bucket =
        new MemoryBucket()
            .with("in/a.csv", "temp_max,temp_min\n1,2\n3,4\n")
            .with("in/deep/er/b.csv", "temp_max,rain\n10,2\n")
            .with("in/c.txt", "no table")
            .with("other/d.csv", "temp_max\n5\n");
    s3 = ScriptedS3.start().add("data", bucket);
    muster = new InProcess(folder.resolve("home"), folder).with(s3.variables());
    project =
        Projects.write(folder.resolve("project"), "muster.yaml", CONFIG, "entrypoint.py", FUNCTION);
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  void runsTheGismoFormUnchangedAndGivesWhatLocalFilesGive() throws Exception {
    MotoServer moto = MotoServer.shared();
    moto.reset();
    moto.createBucket("muster-example-matrix");
    Path example = Projects.example("matrix");
    Path local = folder.resolve("local");
    Projects.python(example, "make_local.py", local.toString());
    upload(moto, "muster-example-matrix", local.resolve("data"));
    Path remote = Projects.copy(example, folder.resolve("matrix"));
    muster =
        muster
            .with(moto.variables())
            .with("AWS_ACCESS_KEY_ID", KEY_ID)
            .with("AWS_SECRET_ACCESS_KEY", SECRET);

    MusterRun run = muster.run("map", remote, "-n", "0", "-v");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("9 tasks", "9 succeeded");
    MusterRun localRun = muster.run("map", local.resolve("project"), "-n", "0");
    assertThat(localRun.code()).as(localRun.err()).isZero();
    assertThat(remote.resolve("results/latest/results.csv"))
        .hasSameTextualContentAs(local.resolve("project/results/latest/results.csv"));
    assertThat(muster.run("map", remote, "-n", "0").out()).contains("9 cached");
    assertThat(muster.run("map", remote, "-f", "site-04.csv").out()).contains("2 cached");
    assertNoSecretIn(run.out(), run.err());
  }

  @Test
  void keepsKeysOutOfWhateverPeopleSee() throws IOException {
    muster = muster.with("AWS_ACCESS_KEY_ID", KEY_ID).with("AWS_SECRET_ACCESS_KEY", SECRET);
    Path leaky =
        Projects.write(
            folder.resolve("leaky"),
            "config.yaml",
            Files.readString(Projects.example("matrix").resolve("config.yaml"))
                .replace("muster-example-matrix", "data")
                .replace("^Pow", "temp_max"),
            "requirements.txt",
            "",
            "Dockerfile",
            "FROM scratch\n",
            "entrypoint.py",
            """
            import glob

            def entrypoint(data_bucket, curr_process_file, curr_process_column, aws_access_key,
                           aws_secret_access_key, aws_region, solver_name, solver_file):
                print("my keys are", aws_access_key, aws_secret_access_key)
                seen = 0
                for name in glob.glob("/proc/[0-9]*/cmdline"):
                    try:
                        with open(name, "rb") as file:
                            seen += aws_secret_access_key.encode() in file.read()
                    except OSError:
                        pass
                if "deep" in curr_process_file:
                    raise ValueError("refused: " + aws_secret_access_key)
                size = 30000 if curr_process_file.startswith("other") else 1
                return {"argv": seen, "length": len(aws_secret_access_key),
                        "region": aws_region, "keys": [aws_secret_access_key] * size}
            """);
    MusterRun run = muster.run("map", leaky, "-n", "0", "-v");
    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).contains("ValueError: refused: ");
    assertThat(Files.readString(leaky.resolve("results/latest/results.csv")))
        .contains(",0," + SECRET.length() + ",us-east-1,");
    MusterRun logs = muster.run("runs", "logs", "latest");
    assertThat(logs.out()).contains("my keys are");
    assertNoSecretIn(run.out(), run.err(), logs.out());
  }

  @Test
  void fetchesInputsOnceAndAsksOnlyForTheListingAfterwards() {
    MusterRun run = muster.run("map", project);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("3 succeeded");
    assertThat(whole()).as("one fetch for each file, not each column").hasSize(2);
    assertThat(folder.resolve("home/cache/inputs")).isDirectoryRecursivelyContaining("glob:**.csv");
    int before = s3.requests(Operation.GET).size();
    int listings = s3.requests(Operation.LIST).size();

    MusterRun again = muster.run("map", project);
    assertThat(again.out()).contains("3 cached");
    assertThat(s3.requests(Operation.LIST)).hasSize(listings + 1);
    assertThat(s3.requests(Operation.GET)).hasSize(before);
    assertThat(s3.requests(Operation.HEAD)).isEmpty();

    assertThat(muster.run("map", project, "--fresh").out()).contains("3 succeeded");
    assertThat(s3.requests(Operation.GET)).as("the content is here").hasSize(before);
  }

  @Test
  void runsCommandsOnFetchedFiles() throws IOException {
    Files.writeString(
        project.resolve("muster.yaml"),
        """
        name: lines
        inputs: [s3://data/in/*.csv, "s3://data/in/*.txt"]
        entrypoint:
          command: [sh, count.sh, "{path}", "{file}"]
        """);
    Files.writeString(
        project.resolve("count.sh"),
        "printf '{\"lines\": %d, \"key\": \"%s\"}\\n' \"$(wc -l <\"$1\")\" \"$2\"\n");
    MusterRun run = muster.run("map", project);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readString(project.resolve("results/latest/results.jsonl")))
        .contains("\"lines\":3,\"key\":\"in/a.csv\"", "\"lines\":0,\"key\":\"in/c.txt\"");
  }

  @Test
  void failsATaskWhoseObjectChangesAndRunsOnlyThatOneNextTime() throws IOException {
    s3.fail(2, Operation.GET, Fault.slowDown());
    assertThat(muster.run("map", project, "--dry-run").code()).as("retried").isZero();
    // Changes when the first task has begun: that one reads in/a.csv, which is larger.
    Files.writeString(
        project.resolve("entrypoint.py"),
        FUNCTION.replace(
            "with open",
            """
            import urllib.request, os
                if path.endswith("a.csv"):
                    urllib.request.urlopen(urllib.request.Request(
                        os.environ["AWS_ENDPOINT_URL"] + "/data/in/deep/er/b.csv",
                        data=b"temp_max,rain\\n70,2\\n", method="PUT"))
                with open"""
                .stripLeading()));
    MusterRun run = muster.run("map", project, "-w", "1", "-v");
    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "s3://data/in/deep/er/b.csv has changed since it was listed",
            "retrying in/deep/er/b.csv");
    assertThat(Files.readString(project.resolve("results/latest/errors.csv")))
        .contains("input_changed", "run again: it is listed anew");

    assertThat(muster.run("map", project, "--dry-run").out())
        .contains("2  cached", "1  input changed: in/deep/er/b.csv");
    MusterRun next = muster.run("map", project);
    assertThat(next.code()).as(next.err()).isZero();
    assertThat(next.out()).contains("1 succeeded, 2 cached");
    assertThat(Files.readString(project.resolve("results/latest/results.csv"))).contains("70.0");
  }

  private List<?> whole() {
    return s3.requests(Operation.GET).stream()
        .filter(request -> !request.headers().containsKey("range"))
        .toList();
  }

  private void assertNoSecretIn(String... texts) throws IOException {
    assertThat(texts).noneMatch(text -> text.contains(SECRET)).noneMatch(t -> t.contains(KEY_ID));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(content.contains(SECRET)).as("%s has the secret", file).isFalse();
        assertThat(content.contains(KEY_ID)).as("%s has the key's id", file).isFalse();
      }
    }
  }

  private static void upload(MotoServer moto, String name, Path data) throws IOException {
    try (Store store = new S3StoreFactory().open("s3://" + name + "/", moto.environment());
        Stream<Path> files = Files.walk(data)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> store.put(data.relativize(file).toString(), file));
    }
  }
}
