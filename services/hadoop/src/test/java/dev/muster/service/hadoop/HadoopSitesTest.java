package dev.muster.service.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.hosts.HostFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

class HadoopSitesTest {

  private static Map<String, String> parse(String xml) throws Exception {
    NodeList properties =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
            .getElementsByTagName("property");
    Map<String, String> found = new HashMap<>();
    for (int i = 0; i < properties.getLength(); i++) {
      found.put(
          properties.item(i).getChildNodes().item(0).getTextContent(),
          properties.item(i).getChildNodes().item(1).getTextContent());
    }
    return found;
  }

  private static Map<String, String> site(int host, String file, String... conf) throws Exception {
    HadoopOptions options = Sample.options(Map.of(), conf);
    HadoopPlan plan = Sample.plan(options, 16_384, 16_384);
    return parse(
        String.valueOf(new HadoopSites(plan, options).of(plan.hosts().get(host - 1)).get(file)));
  }

  @Test
  void programsListenAtTheirNodesAndKeepAllInTheirFolder() throws Exception {
    assertThat(site(2, "core-site.xml")).containsEntry("fs.defaultFS", "hdfs://10.0.0.1:9000");
    assertThat(site(2, "hdfs-site.xml"))
        .containsEntry("dfs.datanode.address", "10.0.0.2:9866")
        .containsEntry("dfs.permissions.enabled", "true")
        .containsEntry(
            "dfs.datanode.data.dir", "file:///home/ana/.muster/clusters/lab/data/hadoop/data");
    assertThat(site(1, "hdfs-site.xml")).doesNotContainKey("dfs.datanode.address");
    assertThat(site(2, "yarn-site.xml"))
        .containsEntry("yarn.nodemanager.hostname", "10.0.0.2")
        .containsEntry("yarn.nodemanager.resource.cpu-vcores", "4")
        .containsEntry("yarn.nodemanager.local-dirs", Sample.BASE + "/work");
  }

  @Test
  void theUsersSettingsGoBeforeOursAndArriveAsTheyStand() throws Exception {
    assertThat(
            site(
                1,
                "mapred-site.xml",
                "mapreduce.map.memory.mb=333",
                "mapreduce.x=a<b>&\"c\" ${d} ü"))
        .containsEntry("mapreduce.map.memory.mb", "333")
        .containsEntry("mapreduce.x", "a<b>&\"c\" ${d} ü");
  }

  @Test
  void settingsOfQueuesGoIntoTheirOwnFile() throws Exception {
    String key = "yarn.scheduler.capacity.root.queues";
    assertThat(site(1, "capacity-scheduler.xml", key + "=default,night"))
        .containsEntry(key, "default,night");
    assertThat(site(1, "yarn-site.xml", key + "=default,night")).doesNotContainKey(key);
  }

  @Test
  void aMasterAndATaskFitASmallNode() throws Exception {
    HadoopOptions options = Sample.options(Map.of("memory", "768m", "heap", "128m"));
    HadoopPlan plan = Sample.plan(options, 2048, 2048);
    Map<String, String> mapred =
        parse(
            String.valueOf(
                new HadoopSites(plan, options).of(plan.hosts().get(1)).get("mapred-site.xml")));
    assertThat(mapred)
        .containsEntry("mapreduce.map.memory.mb", "384")
        .containsEntry("yarn.app.mapreduce.am.resource.mb", "384")
        .containsEntry("yarn.app.mapreduce.am.command-opts", "-Xmx307m -XX:-UsePerfData");
  }

  @Test
  void environmentOfHadoopBecomesSettingsAndNoVariables() {
    HadoopOptions options = Sample.options(Map.of());
    HadoopPlan plan = Sample.plan(options, 16_384);
    Map<String, HostFile> files =
        new HadoopFiles(
                plan,
                options,
                "dist/d1",
                "c1",
                Map.of("TEAM", "blue $(green)", "HDFS_CONF_dfs_x", "1"))
            .of(plan.head()).stream().collect(Collectors.toMap(HostFile::path, file -> file));
    String env = String.valueOf(files.get("namenode/env").content());
    assertThat(env)
        .contains("TEAM=blue $(green)\n", "JAVA_HOME=/usr/lib/jvm/17\n")
        .doesNotContain("HDFS_CONF");
    assertThat(List.of(files.get("namenode/argv").content().split("\n", -1)))
        .contains(
            "/usr/lib/jvm/17/bin/java",
            "-Xmx1024m",
            "org.apache.hadoop.hdfs.server.namenode.NameNode");
    assertThat(files.get("datanode/id").content()).isEqualTo("c1-1-hadoop-datanode\n");
    assertThat(files.keySet()).contains("bin/hdfs", "conf/env", "supervise.sh", "boot.sh");
  }
}
