package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.config.cluster.KnownServices;
import dev.muster.spi.service.ServiceDeployer;
import dev.muster.testkit.hosts.TestHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of this machine: no sshd, a home folder of the test's. */
@Timeout(900)
class LocalClusterIT {

  @TempDir Path folder;
  private Path user;
  private InProcess muster;

  @BeforeEach
  void home() throws IOException {
    user = Files.createDirectories(folder.resolve("user"));
    // The folder that Muster has when nobody says another: clusters lie within it.
    muster = at(user.resolve(".muster"));
  }

  private InProcess at(Path home) {
    return new InProcess(home, folder).with("HOME", user.toString());
  }

  @AfterEach
  void nothingIsLeft() {
    muster.run("cluster", "kill", "here", "--yes", "--forget");
    MusterProcess.await(
        "processes end", () -> MusterProcess.processesWith("HOME=" + user).isEmpty());
  }

  private MusterRun done(Object... args) {
    MusterRun run = muster.run(args);
    assertThat(run.code()).as(List.of(args) + ": " + run.out() + run.err()).isZero();
    return run;
  }

  @Test
  void isMadeWorksAndGoes() throws IOException {
    done("cluster", "create", "here", "--provider", "local");
    assertThat(done("cluster", "status", "here").out()).contains("localhost", "head", "reached");
    assertThat(done("cluster", "exec", "here", "--", "pwd").out())
        .isEqualToIgnoringNewLines(user.toString());
    Path file = Files.writeString(folder.resolve("some file"), "content");
    done("cluster", "put", "here", file, "there/");
    done("cluster", "get", "here", "there/some file", "back");
    assertThat(folder.resolve("back")).hasContent("content");
    assertThat(
            done("job", "submit", "--cluster", "here", "--wait", "--", "sh", "-c", "echo $HOME")
                .code())
        .isZero();
    assertThat(done("job", "logs", "latest").out()).contains(user.toString());
    assertThat(done("cluster", "kill", "here", "--yes").out()).contains("nothing of it is left");
    assertThat(user.resolve(".muster/clusters")).doesNotExist();
    assertThat(user.resolve(".muster/ledger.db")).as("what is Muster's own stays").exists();
  }

  @Test
  void runsSparkAndMapsOnIt() throws IOException {
    Path jars = SparkJars.of("3.5");
    done("cluster", "create", "here", "--provider", "local");
    done(
        "cluster",
        "deploy",
        "here",
        "spark",
        "-o",
        "spark-home=" + jars.getParent(),
        "-o",
        "memory=1g",
        "-o",
        "cores=2");
    assertThat(done("cluster", "info", "here").out())
        .as("it is open to no network")
        .contains("spark://127.0.0.1:");
    Path project =
        Projects.write(
            folder.resolve("p"),
            "muster.yaml",
            """
            name: p
            inputs: in.txt
            entrypoint: {python: task:main}
            params: {i: {matrix: [1, 2, 3, 4, 5]}}
            """,
            "task.py",
            """
            def main(i):
                return {"square": i * i}
            """,
            "in.txt",
            "x");
    done("map", project, "--fresh");
    byte[] expected = Files.readAllBytes(project.resolve("results/latest/results.csv"));
    done("map", project, "--fresh", "--cluster", "here");
    assertThat(project.resolve("results/latest/results.csv")).hasBinaryContent(expected);
    assertThat(done("cluster", "logs", "here", "-n", "500").out())
        .contains("master: ", "Registering worker", "worker: ", "Successfully registered");

    done("cluster", "kill", "here", "--yes");
    assertThat(user.resolve(".muster/clusters")).doesNotExist();
  }

  @Test
  void growsOntoHostsThatAreReachedBySsh() throws IOException {
    TestHosts.assumePossible();
    Path jars = SparkJars.of("3.5");
    Path spark = Files.createDirectories(folder.resolve("spark"));
    Files.createSymbolicLink(spark.resolve("jars"), jars);
    try (TestHosts hosts = TestHosts.start(1)) {
      Path there = Files.createDirectories(hosts.host(1).path(spark + "/jars"));
      try (Stream<Path> files = Files.list(jars)) {
        for (Path jar : files.toList()) {
          Files.copy(jar, there.resolve(String.valueOf(jar.getFileName())));
        }
      }
      String host = hosts.host(1).hostAddress().host();
      List<Object> create = new ArrayList<>(List.of("cluster", "create", "here"));
      create.addAll(List.of("--provider", "local", "--user", "root", "-i", hosts.key()));
      create.addAll(List.of("--known-hosts", hosts.knownHosts()));
      done(create.toArray());
      done(
          "cluster",
          "deploy",
          "here",
          "spark",
          "-o",
          "spark-home=" + spark,
          "-o",
          "memory=1g",
          "-o",
          "cores=1",
          "--conf",
          "spark.executor.memory=512m");
      MusterRun added = done("cluster", "add", "here", host);
      assertThat(added.err()).contains("the master moves to " + hosts.controller());
      assertThat(done("cluster", "exec", "here", "--", "sh", "-c", "echo $HOME").out())
          .contains(user.toString(), "/root");
      Path file = Files.writeString(folder.resolve("file"), "x".repeat(3_000_000));
      done("cluster", "put", "here", file, "copied");
      assertThat(user.resolve("copied")).hasSameBinaryContentAs(file);
      assertThat(hosts.host(1).path("/root/copied")).hasSameBinaryContentAs(file);
      assertThat(done("cluster", "logs", "here", "--host", host).out())
          .contains("Successfully registered with master spark://" + hosts.controller());
      done("cluster", "remove", "here", host, "--drain", "0");
      assertThat(hosts.host(1).path("/root/.muster")).doesNotExist();
      done("cluster", "kill", "here", "--yes");
    }
  }

  @Test
  void leavesAStrangersClusterOfItsNameAlone() throws IOException {
    done("cluster", "create", "here", "--provider", "local");
    Path id = user.resolve(".muster/clusters/here/id");
    String mine = Files.readString(id);
    InProcess other = at(folder.resolve("other"));
    MusterRun second = other.run("cluster", "create", "here", "--provider", "local");
    assertThat(second.code()).as(second.out() + second.err()).isEqualTo(1);
    assertThat(second.out()).contains("belongs to another cluster of that name");
    assertThat(other.run("cluster", "kill", "here", "--yes").code()).isZero();
    assertThat(id).hasContent(mine.strip());
    MusterRun adopted =
        at(folder.resolve("third")).run("cluster", "adopt", "here", "--provider", "local");
    assertThat(adopted.code()).as(adopted.out() + adopted.err()).isZero();
  }

  @Test
  void doesWhatAFileSays() throws IOException {
    Files.writeString(folder.resolve("data.txt"), "data");
    Files.writeString(
        folder.resolve("cluster.yaml"),
        """
        name: here
        provider: local
        services: [spark]
        setup_commands: ['echo "$WORD" > said']
        file_mounts: {~/mounted/data.txt: data.txt}
        environment: {WORD: "it's"}
        """);
    MusterRun made = done("cluster", "create", "-f", "cluster.yaml");
    assertThat(made.err()).contains("next: muster cluster deploy here");
    assertThat(user.resolve("said")).hasContent("it's");
    assertThat(user.resolve("mounted/data.txt")).hasContent("data");
    done("cluster", "kill", "here", "--yes");
    assertThat(user.resolve("mounted")).doesNotExist();
    try (Stream<Path> left = Files.list(user)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(".muster", "said");
    }
  }

  @Test
  void refusesWhatItCannotBe() throws IOException {
    assertThat(muster.run("cluster", "create", "here", "--provider", "local", "h1").code())
        .isEqualTo(64);
    assertThat(muster.run("cluster", "create", "here", "--provider", "local", "--head", "h").code())
        .isEqualTo(64);
    done("cluster", "create", "here", "--provider", "local");
    MusterRun again = muster.run("cluster", "add", "here", "--provider", "local");
    assertThat(again.code()).isEqualTo(75);
    assertThat(again.err()).contains("localhost is in cluster here already");
    MusterRun head = muster.run("cluster", "remove", "here", "localhost");
    assertThat(head.code()).isEqualTo(65);
    assertThat(head.err()).contains("is the head of cluster here");
  }

  @Test
  void refusesServicesThatAreNot() throws IOException {
    done("cluster", "create", "here", "--provider", "local");
    assertThat(refused(65, "cluster", "deploy", "here", "sparc").err())
        .contains("did you mean spark?");
    assertThat(refused(69, "cluster", "deploy", "here", "ray").err()).contains("ray");
    assertThat(refused(64, "cluster", "deploy", "here").err()).contains("lists none");
    assertThat(refused(65, "cluster", "logs", "here").err()).contains("there is no service");
    Path file = folder.resolve("other.yaml");
    Files.writeString(file, "name: other\nprovider: local\nservices: [ray]\n");
    assertThat(refused(69, "cluster", "create", "-f", file).err()).contains("ray");
    Files.writeString(file, "name: other\nprovider: local\nservices: [spork]\n");
    assertThat(refused(78, "cluster", "create", "-f", file).err()).contains("spork", "spark?");
    Files.writeString(file, "name: other\nprovider: local\n");
    refused(64, "cluster", "create", "-f", file, "--deploy");
    for (String command : List.of("stop", "start", "logs")) {
      assertThat(refused(65, "cluster", command, "her").err()).contains("here");
    }
    assertThat(KnownServices.AVAILABLE)
        .containsExactlyInAnyOrderElementsOf(
            ServiceLoader.load(ServiceDeployer.class).stream()
                .map(each -> each.get().name())
                .toList());
  }

  private MusterRun refused(int code, Object... args) {
    MusterRun run = muster.run(args);
    assertThat(run.code()).as(List.of(args) + ": " + run.out() + run.err()).isEqualTo(code);
    return run;
  }
}
