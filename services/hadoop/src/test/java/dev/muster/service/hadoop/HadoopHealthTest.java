package dev.muster.service.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.protocol.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What Hadoop 3.4 answers, cut to what is read. */
class HadoopHealthTest {

  private static final String NAMENODE =
      """
      {"beans":[{"name":"Hadoop:service=NameNode,name=NameNodeInfo","Safemode":"",
       "LiveNodes":"{\\"10.0.0.2:9866\\":{\\"xferaddr\\":\\"10.0.0.2:9866\\",\\"adminState\\":\\"In Service\\"},\
      \\"10.0.0.3:9866\\":{\\"xferaddr\\":\\"10.0.0.3:9866\\",\\"adminState\\":\\"Decommission In Progress\\"}}",
       "DecomNodes":"{\\"10.0.0.3:9866\\":{\\"xferaddr\\":\\"10.0.0.3:9866\\",\\"underReplicatedBlocks\\":3,\
      \\"decommissionOnlyReplicas\\":2}}"}]}
      """;

  private static final String NODES =
      """
      {"nodes":{"node":[{"nodeHostName":"10.0.0.2","state":"LOST"},
       {"nodeHostName":"10.0.0.2","state":"RUNNING"},{"nodeHostName":"10.0.0.3","state":"DECOMMISSIONED"}]}}
      """;

  @Test
  void saysWhichNodesWorkAndWhichHaveGivenAwayWhatTheyHad() throws Exception {
    HadoopHealth health = HadoopHealth.parse(Json.parseObject(NAMENODE), Json.parseObject(NODES));
    assertThat(health.safeMode()).isEmpty();
    assertThat(health.lacking("10.0.0.2")).isEmpty();
    assertThat(health.lacking("10.0.0.3")).containsExactlyInAnyOrder("datanode", "nodemanager");
    assertThat(health.lacking("10.0.0.9")).hasSize(2);
    assertThat(health.hasLeft("10.0.0.3")).as("HDFS still copies").isFalse();
    assertThat(health.only()).containsEntry("10.0.0.3", 2L);
    assertThat(health.hasLeft("10.0.0.9")).isTrue();
  }

  @Test
  void noNodesAreNoNodesAndNoAnswerIsNone() throws Exception {
    HadoopHealth health =
        HadoopHealth.parse(
            Json.parseObject("{\"beans\":[{\"Safemode\":\"Safe mode is ON.\"}]}"),
            Json.parseObject("{\"nodes\":null}"));
    assertThat(health.safeMode()).contains("ON");
    assertThat(health.dataNodes()).isEmpty();
    assertThatThrownBy(
            () ->
                HadoopHealth.parse(
                    Json.parseObject("{\"beans\":[]}"), Json.parseObject("{\"nodes\":null}")))
        .isInstanceOf(IOException.class);
  }
}
