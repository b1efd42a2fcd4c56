package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.s3.Fault;
import dev.muster.testkit.s3.GeneratedBucket;
import dev.muster.testkit.s3.MemoryBucket;
import dev.muster.testkit.s3.Operation;
import dev.muster.testkit.s3.ScriptedS3;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buckets that are large, oddly filled, closed, or not there; results that go to a bucket. */
class S3FaultsIT {

  private static final String CONFIG =
      """
      name: bucket
      inputs: s3://data/in/**
      entrypoint: {python: "entrypoint:main"}
      retries: 0
      saved_to: s3://out/below/here
      """;

  private static final String FUNCTION =
      """
      def main(path, file):
          print("read", file)
          with open(path) as lines:
              return {"file": file, "length": len(lines.read())}
      """;

  @TempDir Path folder;
  private final MemoryBucket data = new MemoryBucket();
  private final MemoryBucket out = new MemoryBucket();
  private ScriptedS3 s3;
  private InProcess muster;
  private Path project;

  @BeforeEach
  void start() {
    data.with("in/a.txt", "aaa").with("in/b.txt", "bb");
    s3 = ScriptedS3.start().add("data", data).add("out", out);
    muster = new InProcess(folder.resolve("home"), folder).with(s3.variables());
    project =
        Projects.write(folder.resolve("project"), "muster.yaml", CONFIG, "entrypoint.py", FUNCTION);
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  void savesResultsBelowTheRunsId() {
    MusterRun run = muster.run("map", project);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(saved(id(), "results.csv")).contains("in/a.txt,,1,in/a.txt,3");
    assertThat(saved(id(), "report.html")).contains("<html");
    assertThat(out.objectsFrom("below/here/" + id() + "/logs/", true).next().getValue())
        .asString()
        .contains("read in/");
  }

  @Test
  void keepsResultsThatCannotBeSavedAndSavesThemLater() throws IOException {
    s3.fail(40, Operation.PUT, Fault.slowDown());
    MusterRun run = muster.run("map", project);
    assertThat(run.code()).isEqualTo(69);
    assertThat(run.out()).contains("completed", "2 succeeded");
    assertThat(run.err())
        .contains("were not saved to s3://out/below/here", "503 SlowDown", "muster runs report");
    assertThat(project.resolve("results/latest/results.csv")).isNotEmptyFile();
    assertThat(muster.run("runs", "show", "latest", "--json").json().get(0))
        .containsEntry("state", "COMPLETED");
    assertThat(folder.resolve("home/tmp")).isEmptyDirectory();

    s3.recover();
    MusterRun report = muster.run("runs", "report", "latest");
    assertThat(report.code()).as(report.err()).isZero();
    assertThat(saved(id(), "results.csv")).contains("in/a.txt,,1,in/a.txt,3");
  }

  @Test
  void saysWhoMayNotWriteTheSavedBucket() {
    s3.fail(9, Operation.PUT, Fault.refuse(403, "AccessDenied"));
    MusterRun run = muster.run("map", project);
    assertThat(run.code()).isEqualTo(77);
    assertThat(run.err()).contains("403 AccessDenied", "were not saved");
  }

  @Test
  void namesAMissingBucket() {
    write("inputs: s3://data/in/**", "inputs: s3://nowhere/in/**");
    MusterRun run = muster.run("map", project);
    assertThat(run.code()).isEqualTo(65);
    assertThat(run.err()).contains("s3://nowhere/in/", "404 NoSuchBucket", "check the bucket");
    assertThat(project.resolve("results")).doesNotExist();
  }

  @Test
  void saysThatNothingMatchesInAnEmptyBucket() {
    s3.add("data", new MemoryBucket());
    MusterRun run = muster.run("map", project);
    assertThat(run.code()).isEqualTo(65);
    assertThat(run.err()).contains("no input matches s3://data/in/**");
  }

  @Test
  void saysThatKeysAreWrong() {
    s3.fail(9, Operation.LIST, Fault.refuse(403, "InvalidAccessKeyId"));
    MusterRun run = muster.run("map", project);
    assertThat(run.code()).isEqualTo(77);
    assertThat(run.err()).contains("403 InvalidAccessKeyId", "check AWS_ACCESS_KEY_ID");
  }

  @Test
  void saysWhatPermissionIsMissing() {
    s3.fail(9, Operation.LIST, Fault.refuse(403, "AccessDenied"));
    MusterRun run = muster.run("map", project);
    assertThat(run.code()).isEqualTo(77);
    assertThat(run.err()).contains("cannot list s3://data/in/", "ask for s3:ListBucket");
  }

  @Test
  void saysThatThereAreNoKeys() {
    MusterRun run =
        new InProcess(folder.resolve("home"), folder)
            .with("AWS_ENDPOINT_URL", s3.endpoint().toString())
            .with("AWS_EC2_METADATA_DISABLED", "true")
            .with("HOME", folder.toString())
            .run("map", project);
    assertThat(run.code()).isEqualTo(77);
    assertThat(run.err()).contains("no credentials for S3", "AWS_ACCESS_KEY_ID");
  }

  @Test
  void asksAgainWhenTheServerSaysSlowDown() {
    s3.fail(2, Operation.LIST, Fault.slowDown());
    s3.fail(1, Operation.GET, Fault.slowDown());
    MusterRun run = muster.run("map", project);
    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void fetchesAgainWhatBrokeOff() {
    write("retries: 0", "retries: 2");
    s3.fail(1, Operation.GET, new Fault.Cut(1));
    MusterRun run = muster.run("map", project, "-v");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("retrying in/");
  }

  @Test
  void keepsNoMoreOfFetchedInputsThanItMay() throws IOException {
    data.with("in/large.txt", "x".repeat(5000)).with("in/other.txt", "y".repeat(3000));
    muster = muster.with("MUSTER_INPUT_CACHE", "4kB");
    assertThat(muster.run("map", project, "-f", "in/large.txt").code()).isZero();
    assertThat(fetched()).isEmpty();
    assertThat(muster.run("map", project, "-f", "in/other.txt").code()).isZero();
    Path other = fetched().get(0);
    Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH.plusSeconds(1)));
    assertThat(muster.run("map", project).code()).isZero();
    assertThat(fetched())
        .as("the one used last stays")
        .extracting(Path::getFileName)
        .extracting(Path::toString)
        .containsExactlyInAnyOrder("a.txt", "b.txt", "other.txt");
  }

  private List<Path> fetched() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("home/cache/inputs"))) {
      return files.filter(file -> file.toString().endsWith(".txt")).toList();
    }
  }

  @Test
  void takesNamedKeysWithOddCharacters() {
    List<String> odd =
        List.of(
            "in/a b.txt",
            "in/ä€😀.txt",
            "in/+%2B&?#=.txt",
            "in/q'\"uote.txt",
            "in/line\nbreak.txt",
            "in/a=b,c;d.txt",
            "in/(x)[y]{z}*.txt");
    odd.forEach(key -> data.with(key, "x"));
    Object[] args = new Object[2 + 2 * odd.size()];
    args[0] = "map";
    args[1] = project;
    for (int i = 0; i < odd.size(); i++) {
      args[2 + 2 * i] = "-f";
      args[3 + 2 * i] = i % 2 == 0 ? odd.get(i) : "s3://data/" + odd.get(i);
    }
    MusterRun run = muster.run(args);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("7 succeeded");
    assertThat(s3.requests(Operation.LIST)).isEmpty();
    MusterRun all = muster.run("map", project);
    assertThat(all.out()).as(all.err()).contains("2 succeeded, 7 cached");
  }

  @Test
  void namesEveryKeyThatIsNotThere() {
    MusterRun run = muster.run("map", project, "-f", "in/a.txt", "-f", "in/x", "-f", "in/y");
    assertThat(run.code()).isEqualTo(65);
    assertThat(run.err()).contains("no input in/x in [s3://data/]", "no input in/y");
  }

  @Test
  void listsOnlyBelowThePrefixAndNotFurtherThanItNeeds() {
    s3.add("data", generated(100_000));
    write("s3://data/in/**", "s3://data/k/00001*");
    MusterRun run = muster.run("map", project, "--dry-run", "--json");
    assertThat(run.json().get(0)).containsEntry("tasks", 10L);
    assertThat(s3.requests(Operation.LIST)).hasSize(1);
    assertThat(s3.requests(Operation.LIST).get(0).query()).containsEntry("prefix", "k/00001");

    write("k/00001*", "**");
    assertThat(muster.run("map", project, "--dry-run", "--json", "-n", "2500").json().get(0))
        .containsEntry("tasks", 2500L);
    assertThat(s3.requests(Operation.LIST)).as("three pages more").hasSize(4);
  }

  private static GeneratedBucket generated(long keys) {
    return new GeneratedBucket(
        keys, number -> "k/%06d".formatted(number), key -> key.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String text, String instead) {
    try {
      Path file = project.resolve("muster.yaml");
      Files.writeString(file, Files.readString(file).replace(text, instead));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String id() {
    return String.valueOf(muster.run("runs", "list", "--json").json().get(0).get("run"));
  }

  private String saved(String run, String file) {
    return out.content("below/here/" + run + "/" + file)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElse("there is no " + file);
  }
}
