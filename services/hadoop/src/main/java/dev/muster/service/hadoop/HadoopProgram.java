package dev.muster.service.hadoop;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The programs of HDFS and YARN, in the order in which they start. */
enum HadoopProgram {
  NAMENODE("org.apache.hadoop.hdfs.server.namenode.NameNode", true),
  RESOURCEMANAGER("org.apache.hadoop.yarn.server.resourcemanager.ResourceManager", true),
  DATANODE("org.apache.hadoop.hdfs.server.datanode.DataNode", false),
  NODEMANAGER("org.apache.hadoop.yarn.server.nodemanager.NodeManager", false),
  /** Of MapReduce: who asks for a job that has ended is sent there. */
  HISTORYSERVER("org.apache.hadoop.mapreduce.v2.hs.JobHistoryServer", true);

  private final String main;
  private final boolean onHead;

  HadoopProgram(String main, boolean onHead) {
    this.main = main;
    this.onHead = onHead;
  }

  /** The class that is started. */
  String main() {
    return main;
  }

  /** Its name in folders, tables and logs. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Those of the head. */
  static List<HadoopProgram> ofHead() {
    return Arrays.stream(values()).filter(program -> program.onHead).toList();
  }

  /** Those of each node that works. */
  static List<HadoopProgram> ofWorkers() {
    return Arrays.stream(values()).filter(program -> !program.onHead).toList();
  }

  /** All names. */
  static List<String> labels() {
    return Arrays.stream(values()).map(HadoopProgram::label).toList();
  }
}
