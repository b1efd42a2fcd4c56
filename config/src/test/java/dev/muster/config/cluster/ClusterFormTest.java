package dev.muster.config.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.ClusterAuth;
import dev.muster.model.ClusterName;
import dev.muster.model.ClusterSpec;
import dev.muster.model.ClusterSpec.FileMount;
import dev.muster.model.ClusterSpec.Setup;
import dev.muster.model.HostAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFormTest {

  @TempDir Path temp;
  private Cluster cluster;

  @BeforeEach
  void makeFolder() throws Exception {
    cluster = new Cluster(temp);
    cluster.write("id_ed25519", "key").write("tool/run.sh", "#!/bin/sh\n").write("data.csv", "a\n");
    cluster.write("home/.ssh/id_rsa", "key");
  }

  /** The example of the issue. */
  @Test
  void readsTheShortForm() throws Exception {
    ClusterSpec spec =
        cluster.spec(
            """
            {name: lab, provider: ssh, hosts: ["root@10.77.0.[11-13]"],
             auth: {key: id_ed25519, known_hosts: known_hosts}}
            """);
    assertThat(spec)
        .isEqualTo(
            new ClusterSpec(
                new ClusterName("lab"),
                "ssh",
                List.of(
                    new HostAddress("root", "10.77.0.11", null),
                    new HostAddress("root", "10.77.0.12", null),
                    new HostAddress("root", "10.77.0.13", null)),
                new HostAddress("root", "10.77.0.11", null),
                new ClusterAuth(
                    null,
                    temp.resolve("id_ed25519"),
                    null,
                    List.of(),
                    true,
                    temp.resolve("known_hosts")),
                List.of(),
                Setup.NONE,
                List.of(),
                Map.of(),
                Map.of()));
  }

  @Test
  void readsEveryKey() throws Exception {
    cluster.write("rack2", "n[04-05]  # new\n");
    ClusterSpec spec =
        cluster.spec(
            """
            name: lab
            provider: ssh
            hosts:
              - n[01-02], n03:2222
              - "@rack2"
            head: n03
            auth:
              user: ana
              key: ~/.ssh/id_rsa
              port: 2022
              proxy_jump: [me@bastion1:22, bastion2]
              agent: no
            services: [spark]
            setup_commands:
              all: ["apt-get update", "echo \\"$HOME\\" && true"]
              head: mkdir -p /srv/head
              worker:
                - |
                  cd /srv
                  ls
            file_mounts:
              /opt/tool/: {source: tool, exclude: [.git, "*.pyc"]}
              ~/data.csv: data.csv
              sub//data: data.csv
            environment: {OMP_NUM_THREADS: 1, ANSWER: yes, EMPTY: , TEXT: a b}
            """);
    assertThat(spec.hosts())
        .map(HostAddress::toString)
        .containsExactly("n01", "n02", "n03:2222", "n04", "n05");
    assertThat(spec.head()).hasToString("n03:2222");
    assertThat(spec.auth())
        .isEqualTo(
            new ClusterAuth(
                "ana",
                temp.resolve("home/.ssh/id_rsa"),
                2022,
                List.of(new HostAddress("me", "bastion1", 22), HostAddress.of("bastion2")),
                false,
                null));
    assertThat(spec.services()).containsExactly("spark");
    assertThat(spec.setup())
        .isEqualTo(
            new Setup(
                List.of("apt-get update", "echo \"$HOME\" && true"),
                List.of("mkdir -p /srv/head"),
                List.of("cd /srv\nls\n")));
    assertThat(spec.mounts())
        .containsExactly(
            new FileMount("/opt/tool", temp.resolve("tool"), List.of(".git", "*.pyc")),
            new FileMount("data.csv", temp.resolve("data.csv"), List.of()),
            new FileMount("sub/data", temp.resolve("data.csv"), List.of()));
    assertThat(spec.environment())
        .isEqualTo(Map.of("OMP_NUM_THREADS", "1", "ANSWER", "yes", "EMPTY", "", "TEXT", "a b"));
    assertThat(spec.ray()).isEmpty();
  }

  @Test
  void headAndWorkersMayBeNamedApart() throws Exception {
    ClusterSpec spec = cluster.spec("name: a\nhead_ip: h0\nworker_ips: [\"h[1-2]\", u@h3]\n");
    assertThat(spec.hosts()).map(HostAddress::toString).containsExactly("h0", "h1", "h2", "u@h3");
    assertThat(spec.head()).hasToString("h0");
    assertThat(cluster.spec("name: a\nhead_ip: h0\n").hosts()).hasSize(1);
  }

  @Test
  void thisMachineHasNoHosts() throws Exception {
    ClusterSpec spec = cluster.spec("name: here\nprovider: local\nservices: spark\n");
    assertThat(spec.provider()).isEqualTo("local");
    assertThat(spec.hosts()).isEmpty();
    assertThat(spec.head()).isNull();
    assertThat(spec.auth()).isEqualTo(ClusterAuth.DEFAULT);
  }

  @Test
  void theCommandLineNamesItOtherwise() throws Exception {
    cluster.write("cluster.yaml", "hosts: a\n");
    ClusterName name = new ClusterName("other");
    assertThat(ClusterFile.load(cluster.file(), cluster.home(), name, Map.of()).spec().name())
        .isEqualTo(name);
    cluster.write("cluster.yaml", "name: lab\nhosts: a\n");
    assertThat(ClusterFile.load(cluster.file(), cluster.home(), name, Map.of()).spec().name())
        .isEqualTo(name);
  }

  @Test
  void oneListOfCommandsIsForAll() throws Exception {
    assertThat(cluster.spec("name: a\nhosts: h\nsetup_commands: [a, b]\n").setup())
        .isEqualTo(new Setup(List.of("a", "b"), List.of(), List.of()));
  }

  @Test
  void warnsOfSecretsWithoutShowingThem() throws Exception {
    cluster.write("cluster.yaml", "name: a\nhosts: h\nenvironment: {API_TOKEN: hunter2}\n");
    LoadedCluster loaded = cluster.load();
    assertThat(loaded.warnings())
        .singleElement()
        .asString()
        .contains(":3: ", "environment.API_TOKEN sounds like a secret")
        .doesNotContain("hunter2");
    assertThat(loaded.spec().toString()).contains("API_TOKEN").doesNotContain("hunter2");
  }
}
