package dev.muster.config.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.config.schema.Option;
import dev.muster.config.schema.Schema;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ProblemsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadClusterTest {

  private static final String RAY =
      "cluster_name: a\nprovider: {type: local, head_ip: h}\nauth: {ssh_user: u}\n";

  @TempDir Path temp;
  private Cluster cluster;

  @BeforeEach
  void makeFolder() throws Exception {
    cluster = new Cluster(temp);
    cluster.write("tool/run.sh", "#!/bin/sh\n").write("key", "key").write("key.pub", "key");
  }

  /** Each line is wrong in one way; the message names the value, the hint the repair. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "hots: a § unknown key \"hots\" (did you mean hosts?)",
        "banana: 3 § unknown key \"banana\" (known are name, provider, hosts,",
        "provider: shh § provider: there is no provider \"shh\" (did you mean ssh?)",
        "provider: ec2 § there is no provider \"ec2\" (known are ssh, local)",
        "provider: [ssh] § provider: a provider is expected, not a list of 1",
        "head: [a, b] § head: a host is expected, not a list of 2",
        "head: \"h[1-2]\" § head: one host is expected, not \"h[1-2]\"",
        "head: other § head: other is none of the hosts (for instance  head: h1)",
        "head_ip: h9 § hosts and head exclude head_ip and worker_ips",
        "worker_ips: h9 § hosts and head exclude head_ip and worker_ips",
        "auth: root § auth: a mapping is expected, not the text \"root\"",
        "auth: {usr: a} § unknown key \"auth.usr\" (did you mean user?)",
        "auth: {user: a b} § auth.user: the user \"a b\" cannot be",
        "auth: {user: -l} § auth.user: the user \"-l\" cannot be",
        "auth: {user: [a]} § auth.user: a user is expected, not a list of 1",
        "auth: {key: none} § auth.key: there is no ",
        "auth: {key: tool} § auth.key: \"tool\" is no file",
        "auth: {key: key.pub} § auth.key: \"key.pub\" is a public key, the private one is needed (write  key)",
        "auth: {port: 0} § auth.port: 0 is not between 1 and 65535",
        "auth: {port: ssh} § auth.port: a whole number is expected, not the text \"ssh\"",
        "auth: {port: 65536} § auth.port: 65536 is not between",
        "auth: {agent: maybe} § auth.agent: true or false is expected",
        "auth: {proxy_jump: \"b[1-11]\"} § auth.proxy_jump: 11 hosts to go through are more than 10",
        "auth: {proxy_jump: \"-oX\"} § auth.proxy_jump, character 1: \"-oX\" cannot be a host",
        "auth: {known_hosts: tool} § auth.known_hosts: \"tool\" is a folder",
        "services: {spark: 1} § services: a service or a list of them is expected|services: a service is expected",
        "services: [spark, spark] § services: spark is there twice",
        "services: [../x] § services: there is no service \"../x\"",
        "services: [sparc] § services: there is no service \"sparc\"",
        "setup_commands: [[a]] § setup_commands[0]: a line of shell is expected, not a list of 1",
        "setup_commands: [true] § put it in quotes",
        "setup_commands: {al: [a]} § unknown key \"setup_commands.al\" (did you mean all?)",
        "file_mounts: [a] § file_mounts: a mapping is expected, not a list of 1",
        "file_mounts: {/opt/t: none} § file_mounts./opt/t: there is no ",
        "file_mounts: {/opt/t: [tool]} § file_mounts./opt/t: a text is expected, not a list of 1",
        "file_mounts: {/opt/t: {sorce: tool}} § unknown key \"file_mounts./opt/t.sorce\"|is missing",
        "file_mounts: {../t: tool} § file_mounts: the path \"../t\" has . or .. in it",
        "file_mounts: {/opt/../etc: tool} § has . or .. in it",
        "file_mounts: {~/../root: tool} § has . or .. in it",
        "file_mounts: {/: tool} § is the whole file system",
        "file_mounts: {//: tool} § is the whole file system",
        "file_mounts: {\"~/\": tool} § names no file or folder",
        "file_mounts: {\"~\": tool} § names no file or folder",
        "file_mounts: {\"~root/x\": tool} § is the home of another user",
        "file_mounts: {\"a\\nb\": tool} § the path \"a\\nb\" has control characters",
        "file_mounts: {\"\": tool} § names no file or folder",
        "file_mounts: {/a: tool, /a/: tool} § two have the path \"/a\"",
        "file_mounts: {a: {source: tool, exclude: [\"a\\nb\"]}} § the pattern \"a\\nb\" has control characters",
        "file_mounts: {a: {source: tool, exclude: {b: c}}} § a pattern is expected",
        "file_mounts: {a: \"x\\0y\"} § a text has no zero character",
        "environment: [A=hunter2] § environment: a mapping of names and values is expected",
        "environment: A=hunter2 § environment: a mapping of names and values is expected",
        "environment: {A=hunter2: 1} § environment: a key is no name of an environment variable",
        "environment: {A: [hunter2]} § environment.A: a text is expected, not a list of 1",
        "environment: {A: {b: hunter2}} § environment.A: a text is expected, not a mapping",
        "environment: {A: \"hunter2\\0\"} § environment.A: a text has no zero character",
        "environment: {MUSTER_HOME: x} § MUSTER_HOME is one of Muster's own variables",
      })
  void namesWhatIsWrong(String line, String expected) throws Exception {
    List<String> problems = cluster.problems("name: lab\nhosts: [h1, h2]\n" + line + "\n");
    assertThat(problems)
        .allSatisfy(problem -> assertThat(problem).startsWith("3: ").doesNotContain("hunter2"));
    assertThat(expected.strip().split("\\|"))
        .anySatisfy(one -> assertThat(problems.get(0)).contains(one));
    assertThat(problems.size()).isEqualTo(expected.contains("is missing") ? 2 : 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "hosts: ~ the key hosts is missing|hosts: the list is empty",
        "hosts: [] ~ hosts: the list is empty (for instance  hosts: [\"node[01-10]\"])",
        "hosts: {a: b} ~ hosts: a host is expected, not a mapping",
        "hosts: [[a]] ~ hosts[0]: a host is expected, not a list of 1",
        "hosts: \"h[3-1]\" ~ hosts, character 3: the range \"3-1\" is reversed",
        "hosts: [a, \"b,h[\"] ~ hosts[1], character 4: the [ in \"h[\" is not closed",
        "hosts: [a, A] ~ hosts[1], character 1: the host A is there twice, first at hosts[0] in line 2",
        "hosts: \"h[1-100001]\" ~ more than 100000 hosts",
        "hosts: \"@none\" ~ there is no file \"none\"",
        "hosts: @none ~ a text that starts with @ must stand in quotes",
        "hosts: [h[1-3]] ~ a text with [ or ] in it, within a list in brackets, must stand in quotes",
        "worker_ips: [a] ~ the key head_ip is missing",
        "head_ip: \"a,b\" ~ head_ip: one host is expected",
      })
  void namesWrongHosts(String line, String expected) throws Exception {
    List<String> problems = cluster.problems("name: lab\n" + line + "\n");
    assertThat(expected.strip().split("\\|"))
        .anySatisfy(one -> assertThat(problems.get(0)).contains(one));
    assertThat(problems).hasSize(1);
  }

  @Test
  void thisMachineHasNoHosts() throws Exception {
    assertThat(cluster.problems("name: lab\nprovider: local\nhosts: a\nhead: a\n"))
        .satisfiesExactly(
            one -> assertThat(one).startsWith("3: hosts: provider local is this machine"),
            one -> assertThat(one).startsWith("4: head: provider local is this machine"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "My Lab", "a b", "-a", "a-", "a_b", "a.b", "A", "../a", "a\"b", "a'b", "a\nb", "ä", "a/b"
      })
  void aNameIsSmallLettersDigitsAndHyphens(String name) throws Exception {
    String quoted = "\"" + name.replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    for (String form :
        List.of("name: %s\nhosts: h\n", RAY.replace("cluster_name: a", "cluster_name: %s"))) {
      assertThat(cluster.problems(form.formatted(quoted)))
          .singleElement()
          .asString()
          .startsWith("1: ")
          .contains(
              "name: \"", "is not 1 to 63 of a-z, 0-9 and '-', with no '-' first or last (for");
    }
  }

  @Test
  void aNameHas63LettersAndIsThere() throws Exception {
    assertThat(cluster.spec("name: " + "a".repeat(63) + "\nhosts: h\n").hosts()).hasSize(1);
    assertThat(cluster.problems("name: " + "a".repeat(64) + "\nhosts: h\n")).hasSize(1);
    assertThat(cluster.problems("hosts: h\n"))
        .containsExactly("1: the key name is missing (for instance  name: lab)");
    assertThat(cluster.problems("name:\nhosts: h\n")).hasSize(1);
    assertThat(cluster.problems("name: [a]\nhosts: h\n")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "upscaling_speed: 0 ~ upscaling_speed: 0 is not more than 0",
        "upscaling_speed: -1.5 ~ upscaling_speed: -1.5 is not more than 0",
        "upscaling_speed: fast ~ upscaling_speed: a number is expected, not the text \"fast\"",
        "upscaling_speed: .nan ~ upscaling_speed: a number is expected",
        "upscaling_speed: \"1\" ~ upscaling_speed: a number is expected",
        "idle_timeout_minutes: -1 ~ idle_timeout_minutes: -1 is not at least 0",
        "max_workers: x ~ max_workers: a whole number is expected",
        "docker: x ~ docker: a mapping is expected, not the text \"x\"",
        "docker: {imag: x} ~ unknown key \"docker.imag\" (did you mean image?)",
        "docker: {image: [x]} ~ docker.image: a text is expected, not a list of 1",
        "docker: {pull_before_run: 7} ~ docker.pull_before_run: true or false is expected",
        "docker: {run_options: {a: b}} ~ docker.run_options: a text is expected|docker.run_options: a text or a list",
        "rsync_exclude: {a: b} ~ rsync_exclude: a pattern",
        "file_mounts_sync_continuously: 3 ~ file_mounts_sync_continuously: true or false",
        "setup_commands: {all: a} ~ setup_commands: a line of shell",
        "setup_command: [a] ~ unknown key \"setup_command\" (did you mean setup_commands?)",
        "head_start_ray_commands: [[a]] ~ head_start_ray_commands[0]: a line of shell",
        "available_node_types: 3 ~ available_node_types: a mapping is expected",
        "hosts: [a] ~ unknown key \"hosts\"",
      })
  void namesWhatIsWrongInRaysForm(String line, String expected) throws Exception {
    List<String> problems = cluster.problems(RAY + line + "\n");
    assertThat(problems).singleElement().asString().startsWith("4: ");
    assertThat(expected.strip().split("\\|"))
        .anySatisfy(one -> assertThat(problems.get(0)).contains(one));
  }

  @Test
  void commandsOfAContainerAreCheckedOnce() throws Exception {
    String docker = "docker: {image: x, head_image: [y]}\nsetup_commands: [[a]]\n";
    assertThat(cluster.problems(RAY + docker)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{type: aws, region: x} ~ unknown key \"provider.region\"|provider.type: \"aws\" is not known",
        "{type: local} ~ the key provider.head_ip is missing",
        "{head_ip: h} ~ the key provider.type is missing",
        "{type: local, head_ip: h, worker_ips: [h]} ~ provider.worker_ips, character 1: the host h is there twice",
        "{type: local, head_ip: [h]} ~ provider.head_ip: a host is expected",
        "{type: local, head_ip: h, workers_ips: []} ~ unknown key \"provider.workers_ips\" (did you mean worker_ips?)",
        "ssh ~ provider: a mapping is expected, not the text \"ssh\"",
      })
  void namesWrongProvidersOfRay(String value, String expected) throws Exception {
    List<String> problems =
        cluster.problems("cluster_name: a\nprovider: " + value + "\nauth: {ssh_user: u}\n");
    assertThat(problems).allSatisfy(problem -> assertThat(problem).startsWith("2: "));
    assertThat(expected.strip().split("\\|"))
        .allSatisfy(one -> assertThat(problems).anySatisfy(seen -> assertThat(seen).contains(one)));
  }

  @Test
  void listsEverythingInTheOrderOfTheLines() throws Exception {
    List<String> problems =
        cluster.problems(
            """
            nmae: lab
            hosts: ["a b", "h[3-1]"]
            auth: {key: none, port: x}
            services: [A]
            setup_commands: 3
            file_mounts: {../x: tool}
            environment: {1A: x}
            """);
    assertThat(problems.stream().map(problem -> problem.replaceFirst(":.*", "")))
        .containsExactly("1", "1", "2", "2", "3", "3", "4", "6", "7");
  }

  @Test
  void filesThatAreNoneAreRefused() throws Exception {
    assertThatThrownBy(() -> ClusterFile.load(temp.resolve("none.yaml"), temp, null, Map.of()))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND))
        .hasMessageContaining("there is no cluster file");
    assertThat(cluster.problems("")).singleElement().asString().contains("the file is empty");
    assertThat(cluster.problems("- a")).singleElement().asString().contains("keys with values");
    assertThat(cluster.problems("name: [")).singleElement().asString().contains("not YAML");
    assertThat(cluster.problems("name: a\nname: b\nhosts: h"))
        .singleElement()
        .asString()
        .contains("twice");
    byte[] garbage = new byte[10 << 20];
    new Random(1).nextBytes(garbage);
    Files.write(cluster.file(), garbage);
    assertThatThrownBy(cluster::load)
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("larger than 1 MiB");
    Files.delete(cluster.file());
    Files.createDirectory(cluster.file());
    assertThatThrownBy(cluster::load).hasMessageContaining("it is a folder");
  }

  @Test
  void explodingFilesAreBounded() throws Exception {
    StringBuilder bomb = new StringBuilder("name: a\nhosts: h\nfile_mounts: &a0 {a: b}\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("k" + i + ": &a" + i + " [")
          .append(("*a" + (i - 1) + ",").repeat(4))
          .append("]\n");
    }
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            assertThat(cluster.problems(bomb.toString()))
                .anySatisfy(one -> assertThat(one).contains("more than 100000 values")));
    String many = "name: a\nhosts: h\nenvironment:\n" + "  1: x\n".repeat(100_000);
    assertThat(many.getBytes(StandardCharsets.UTF_8).length).isLessThan(1 << 20);
    assertThat(cluster.problems(many)).hasSize(101);
  }

  /** Every key with every shape of value: problems, never an exception of Java. */
  @Test
  void wrongTypesEverywhereAreProblems() throws Exception {
    List<String> values =
        List.of(
            "",
            "1",
            "-1",
            "1.5",
            "x",
            "''",
            "true",
            "[]",
            "[1]",
            "[[]]",
            "[{}]",
            "{}",
            "{a: 1}",
            "{1: {}}",
            "[~]",
            "{~: ~}",
            "2024-01-01",
            "\"\\0\"",
            "!!binary aGk=",
            "/",
            "..",
            "'{'",
            "'a\\nb'",
            "~");
    for (String value : values) {
      all(ClusterOptions.CLUSTER, "", "name: a\nhosts: h\n", value, "");
      all(ClusterOptions.AUTH_KEYS, "auth: {", "name: a\nhosts: h\n", value, "}");
      all(ClusterOptions.SETUP_KEYS, "setup_commands: {", "name: a\nhosts: h\n", value, "}");
      all(ClusterOptions.MOUNT_KEYS, "file_mounts: {a: {", "name: a\nhosts: h\n", value, "}}");
      all(RayOptions.CLUSTER, "", RAY, value, "");
      all(RayOptions.DOCKER_KEYS, "docker: {", RAY, value, "}");
      all(RayOptions.PROVIDER_KEYS, "provider: {", "cluster_name: a\n", value, "}");
      all(RayOptions.AUTH_KEYS, "auth: {", "cluster_name: a\n", value, "}");
    }
  }

  private void all(Schema schema, String before, String good, String value, String after)
      throws Exception {
    for (Option<?> option : schema.options()) {
      String rest = good.replaceAll("(?m)^" + option.key() + ":.*\n", "");
      cluster.write("cluster.yaml", rest + before + option.key() + ": " + value + after + "\n");
      try {
        cluster.load();
      } catch (ProblemsException e) {
        assertThat(e.problems()).isNotEmpty();
      }
    }
  }
}
