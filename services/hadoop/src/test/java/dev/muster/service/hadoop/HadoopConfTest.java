package dev.muster.service.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both forms of settings, and what is wrong with them: all of it at once. */
class HadoopConfTest {

  private static HadoopConf read(List<String> lines, Map<String, String> environment) {
    List<Problem> problems = new ArrayList<>();
    HadoopConf conf = HadoopConf.read(lines, environment, problems);
    assertThat(problems).isEmpty();
    return conf;
  }

  @ParameterizedTest
  @CsvSource({
    "CORE_CONF_hadoop_http_staticuser_user, CORE, hadoop.http.staticuser.user",
    "HDFS_CONF_dfs_namenode_datanode_registration_ip___hostname___check, HDFS,"
        + " dfs.namenode.datanode.registration.ip-hostname-check",
    "YARN_CONF_yarn_nodemanager_aux___services, YARN, yarn.nodemanager.aux-services",
    "MAPRED_CONF_a__b_c, MAPRED, a_b.c",
    "CORE_CONF_a____b, CORE, a-.b",
    "CORE_CONF_x______y, CORE, x--y"
  })
  void namesOfVariablesAreReadAsTheHadoopImagesDo(String variable, Site site, String key) {
    assertThat(Setting.ofVariable(variable, "v")).contains(new Setting(site, key, "v"));
  }

  @ParameterizedTest
  @CsvSource({
    "core.fs.trash.interval, CORE, fs.trash.interval",
    "fs.trash.interval, CORE, fs.trash.interval",
    "hdfs.dfs.blocksize, HDFS, dfs.blocksize",
    "dfs.blocksize, HDFS, dfs.blocksize",
    "hdfs.my.own, HDFS, my.own",
    "yarn.nodemanager.x, YARN, yarn.nodemanager.x",
    "yarn.yarn.nodemanager.x, YARN, yarn.nodemanager.x",
    "mapred.mapreduce.map.memory.mb, MAPRED, mapreduce.map.memory.mb",
    "mapred.child.java.opts, MAPRED, mapred.child.java.opts",
    "yarn.app.mapreduce.am.env, MAPRED, yarn.app.mapreduce.am.env"
  })
  void keysGoWhereHadoopLooksForThem(String written, Site site, String key) {
    assertThat(Setting.ofKey(written, "v")).contains(new Setting(site, key, "v"));
  }

  @Test
  void linesGoBeforeVariablesAndOtherVariablesAreLeftAlone() {
    HadoopConf conf =
        read(
            List.of("dfs.blocksize=1m", "HDFS_CONF_dfs_x=a=b"),
            Map.of("HDFS_CONF_dfs_blocksize", "64m", "TEAM", "blue"));
    assertThat(conf.of(Site.HDFS))
        .containsOnly(Map.entry("dfs.blocksize", "1m"), Map.entry("dfs.x", "a=b"));
    assertThat(conf.of(Site.CORE)).isEmpty();
  }

  @Test
  void ofAnAddressThePortIsTaken() {
    HadoopConf conf =
        read(
            List.of(),
            Map.of(
                "CORE_CONF_fs_defaultFS", "hdfs://namenode:9010/",
                "YARN_CONF_yarn_resourcemanager_webapp_address", "resourcemanager:8089",
                "YARN_CONF_yarn_resourcemanager_hostname", "resourcemanager"));
    assertThat(conf.ports()).containsOnly(Map.entry("fs", 9010), Map.entry("rm_ui", 8089));
    assertThat(conf.sites()).isEmpty();
    assertThat(conf.notes()).hasSize(3).allMatch(note -> note.contains("the node"));
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    assertThatThrownBy(
            () ->
                HadoopOptions.read(
                    Map.of("memroy", "1g", "heap", "1x", "replication", "0", "head-works", "yes"),
                    List.of(
                        "nothing",
                        "zoo.key=1",
                        "dfs.x=1",
                        "hdfs.dfs.x=2",
                        "dfs.y=a\nb",
                        "dfs.replication=3",
                        "hadoop.tmp.dir=/tmp",
                        "fs.defaultFS=s3a://bucket",
                        "yarn.resourcemanager.address=here"),
                    Map.of()))
        .isInstanceOfSatisfying(
            ProblemsException.class,
            problems ->
                assertThat(problems.problems().stream().map(Problem::message))
                    .hasSize(12)
                    .anyMatch(each -> each.contains("no option memroy"))
                    .anyMatch(each -> each.contains("heap is \"1x\""))
                    .anyMatch(each -> each.contains("\"zoo.key=1\" is no setting"))
                    .anyMatch(each -> each.contains("dfs.x is set twice"))
                    .anyMatch(each -> each.contains("dfs.y is not one line"))
                    .anyMatch(each -> each.contains("hadoop.tmp.dir cannot be set"))
                    .anyMatch(each -> each.contains("fs.defaultFS cannot be s3a")));
  }

  @Test
  void onePortForTwoProgramsIsRefused() {
    assertThatThrownBy(
            () ->
                HadoopOptions.read(
                    Map.of("rm-port", "8100"), List.of("fs.defaultFS=hdfs://x:8100"), Map.of()))
        .hasMessageContaining("named twice");
  }

  @Test
  void offPermissionsAreSaid() {
    assertThat(read(List.of("dfs.permissions.enabled=false"), Map.of()).notes())
        .singleElement()
        .asString()
        .contains("every user may change every file");
  }
}
