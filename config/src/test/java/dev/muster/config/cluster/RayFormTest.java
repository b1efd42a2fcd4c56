package dev.muster.config.cluster;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Contract 2.5: what stands in files of Ray is taken as it stands. */
class RayFormTest {

  /** All keys that contract 2.5 names, with its values. */
  static final String WHOLE =
      """
      cluster_name: ray-cdse
      docker:
        image: "rayproject/ray:latest-py39-cpu"
        container_name: "ray_container"
        pull_before_run: True
        run_options:
          - --ulimit nofile=65536:65536
      provider:
        type: local
        head_ip: 10.77.0.11
        worker_ips: [10.77.0.12, 10.77.0.13]
      auth:
        ssh_user: eouser
        ssh_private_key: ~/.ssh/id_rsa
      upscaling_speed: 1.0
      idle_timeout_minutes: 5
      file_mounts: {
        "/home/eouser/tool": "tool",
        "~/data.csv": "./data.csv",
      }
      cluster_synced_files: []
      file_mounts_sync_continuously: False
      rsync_exclude:
        - "**/.git"
        - "**/.git/**"
      rsync_filter:
        - ".gitignore"
      initialization_commands: [sudo usermod -aG docker eouser]
      setup_commands: [pip install eo-grow]
      head_setup_commands: []
      worker_setup_commands: []
      head_start_ray_commands:
        - ray stop
        - ray start --head --port=6379 --autoscaling-config=~/ray_bootstrap_config.yaml
      worker_start_ray_commands:
        - ray stop
        - ray start --address=$RAY_HEAD_IP:6379
      """;

  @TempDir Path temp;
  private Cluster cluster;

  @BeforeEach
  void makeFolder() throws Exception {
    cluster = new Cluster(temp);
    cluster.write("tool/run.sh", "#!/bin/sh\n").write("data.csv", "a\n");
    cluster.write("home/.ssh/id_rsa", "key");
  }

  @Test
  void readsAWholeFile() throws Exception {
    ClusterSpec spec = cluster.spec(WHOLE);
    assertThat(spec.name()).hasToString("ray-cdse");
    assertThat(spec.provider()).isEqualTo("ssh");
    assertThat(spec.hosts())
        .map(HostAddress::toString)
        .containsExactly("10.77.0.11", "10.77.0.12", "10.77.0.13");
    assertThat(spec.head()).hasToString("10.77.0.11");
    assertThat(spec.auth().user()).isEqualTo("eouser");
    assertThat(spec.auth().key()).isEqualTo(temp.resolve("home/.ssh/id_rsa"));
    List<String> excludes = List.of("**/.git", "**/.git/**");
    assertThat(spec.mounts())
        .containsExactly(
            new FileMount("/home/eouser/tool", temp.resolve("tool"), excludes),
            new FileMount("data.csv", temp.resolve("data.csv"), excludes));
    assertThat(spec.setup()).isEqualTo(Setup.NONE);
    assertThat(spec.ray().keySet())
        .containsExactlyInAnyOrder(
            "docker",
            "upscaling_speed",
            "idle_timeout_minutes",
            "cluster_synced_files",
            "file_mounts_sync_continuously",
            "rsync_filter",
            "initialization_commands",
            "setup_commands",
            "head_setup_commands",
            "worker_setup_commands",
            "head_start_ray_commands",
            "worker_start_ray_commands");
    assertThat(spec.ray())
        .containsEntry("upscaling_speed", 1.0)
        .containsEntry("idle_timeout_minutes", 5L)
        .containsEntry("file_mounts_sync_continuously", false)
        .containsEntry(
            "docker",
            Map.of(
                "image",
                "rayproject/ray:latest-py39-cpu",
                "container_name",
                "ray_container",
                "pull_before_run",
                true,
                "run_options",
                List.of("--ulimit nofile=65536:65536")))
        .containsEntry(
            "worker_start_ray_commands",
            List.of("ray stop", "ray start --address=$RAY_HEAD_IP:6379"));
    assertThat(cluster.load().warnings())
        .map(Object::toString)
        .satisfiesExactly(
            one -> assertThat(one).contains("rsync_filter"),
            one -> assertThat(one).contains("initialization_commands: with docker"));
  }

  /** Commands for a container are no commands for the host. */
  @Test
  void withoutDockerItsCommandsAreRunOnTheHosts() throws Exception {
    String plain =
        WHOLE
            .replaceAll("(?s)docker:.*?provider:", "provider:")
            .replace("head_setup_commands: []", "head_setup_commands: [h]")
            .replace("worker_setup_commands: []", "worker_setup_commands: [w]");
    ClusterSpec spec = cluster.spec(plain);
    assertThat(spec.setup())
        .isEqualTo(
            new Setup(
                List.of("sudo usermod -aG docker eouser", "pip install eo-grow"),
                List.of("h"),
                List.of("w")));
    assertThat(spec.ray()).doesNotContainKeys("docker", "setup_commands");
    assertThat(cluster.spec(plain + "docker: {image: \"\"}\n").setup()).isEqualTo(spec.setup());
  }

  @Test
  void theLeastFileIsEnough() throws Exception {
    ClusterSpec spec =
        cluster.spec(
            "cluster_name: a\nprovider: {type: local, head_ip: h}\nauth: {ssh_user: u}\nhead_node:\n");
    assertThat(spec.hosts()).containsExactly(HostAddress.of("h"));
    assertThat(spec.ray()).isEmpty();
  }
}
