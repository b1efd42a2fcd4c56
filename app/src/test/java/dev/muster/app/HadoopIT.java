package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hadoop on hosts by the command line: deployed, tried, taken off without a trace. */
@Timeout(900)
class HadoopIT {

  @TempDir Path folder;

  @Test
  void countsWordsAndLeavesHostsClean() {
    try (HadoopLab lab = HadoopLab.create(folder, 2)) {
      MusterRun deployed = lab.deploy("--conf", "HDFS_CONF_dfs_blocksize=1m");
      assertThat(deployed.out())
          .contains("hadoop is ready", "hdfs://" + lab.hosts.host(1).address() + ":9000");
      MusterRun tried = lab.succeeds("cluster", "test", "lab", "hadoop");
      assertThat(tried.out() + tried.err()).contains("counted 18 words", "works");
      MusterRun status = lab.succeeds("cluster", "status", "lab", "--json");
      assertThat(status.out()).contains("\"service\":\"hadoop\"", "\"state\":\"RUNNING\"");
      refusesWhatIsWrong(lab);
      namesWhatIsMissingOnTheHead(lab);
      lab.succeeds("cluster", "undeploy", "lab", "hadoop");
      lab.assertClean();
    }
  }

  /** At once: nobody waits for a program that cannot come. */
  private static void namesWhatIsMissingOnTheHead(HadoopLab lab) {
    lab.succeeds("cluster", "stop", "lab");
    lab.hosts.host(1).run("rm", HadoopLab.HADOOP + "/namenode/argv");
    MusterRun start = lab.muster.run("cluster", "start", "lab");
    assertThat(start.code()).as(start.toString()).isEqualTo(1);
    assertThat(start.out() + start.err())
        .contains("start head", "its namenode is not installed any more")
        .doesNotContain("register");
  }

  private static void refusesWhatIsWrong(HadoopLab lab) {
    MusterRun conf =
        lab.muster.run(
            "cluster", "deploy", "lab", "hadoop", "--conf", "zoo=1", "--conf", "dfs.replication=2");
    assertThat(conf.code()).isEqualTo(65);
    assertThat(conf.err()).contains("2 problems", "\"zoo=1\" is no setting", "-o replication=2");
    MusterRun many = lab.muster.run("cluster", "deploy", "lab", "hadoop", "-o", "replication=5");
    assertThat(many.out() + many.err()).contains("each block should be on 5 nodes, 1 work");
    assertThat(many.code()).isEqualTo(1);
    assertThat(lab.muster.run("cluster", "test", "lab", "spark").code()).isEqualTo(65);
    MusterRun keep = lab.muster.run("cluster", "undeploy", "lab", "spark", "--keep-data");
    assertThat(keep.code()).isEqualTo(65);
    List<Map<String, Object>> clusters = lab.muster.run("cluster", "list", "--json").json();
    assertThat(clusters).hasSize(1);
  }
}
