package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hadoop on hosts by the command line: deployed, tried, taken off without a trace. */
@Timeout(900)
class HadoopIT {

  @TempDir Path folder;

  @Test
  void countsWordsAndLeavesHostsClean() throws IOException {
    try (HadoopLab lab = HadoopLab.create(folder, 2)) {
      MusterRun deployed = lab.deploy("--conf", "HDFS_CONF_dfs_blocksize=1m");
      assertThat(deployed.out())
          .contains("hadoop is ready", "hdfs://" + lab.hosts.host(1).address() + ":9000");
      MusterRun tried = lab.succeeds("cluster", "test", "lab", "hadoop");
      assertThat(tried.out() + tried.err()).contains("counted 18 words", "works");
      MusterRun status = lab.succeeds("cluster", "status", "lab", "--json");
      assertThat(status.out()).contains("\"service\":\"hadoop\"", "\"state\":\"RUNNING\"");
      countsTheWordsOfTheSample(lab);
      refusesWhatIsWrong(lab);
      namesWhatIsMissingOnTheHead(lab);
      lab.succeeds("cluster", "undeploy", "lab", "hadoop");
      lab.assertClean();
    }
  }

  /** The commands of examples/wordcount-hdfs/README.md; the words are counted again here. */
  private void countsTheWordsOfTheSample(HadoopLab lab) throws IOException {
    List<Path> texts;
    try (Stream<Path> all = Files.list(Projects.example("wordcount-command").resolve("texts"))) {
      texts = all.toList();
    }
    Map<String, Integer> words = new TreeMap<>();
    for (Path text : texts) {
      for (String word : Files.readString(text).split("\\s+", -1)) {
        if (!word.isEmpty()) {
          words.merge(word, 1, Integer::sum);
        }
      }
    }
    String files =
        Stream.concat(
                texts.stream(), Stream.of(Projects.example("wordcount-hdfs").resolve("count.sh")))
            .map(Path::toString)
            .collect(Collectors.joining(","));
    MusterRun submitted =
        lab.succeeds(
            "job",
            "submit",
            "--cluster",
            "lab",
            "--wait",
            "--files",
            files,
            "--",
            "sh",
            "-c",
            "sh count.sh lab *.txt");
    assertThat(submitted.out()).contains("the\t" + words.get("the"));
    lab.succeeds("job", "get", "latest", "words.tsv", folder);

    assertThat(Files.readAllLines(folder.resolve("words.tsv")))
        .containsExactlyInAnyOrderElementsOf(
            words.entrySet().stream().map(e -> e.getKey() + "\t" + e.getValue()).toList());
    assertThat(lab.hdfs("dfs", "-ls", "/user/root")).doesNotContain("wordcount");
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
