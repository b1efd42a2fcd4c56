package dev.muster.service.hadoop;

import dev.muster.hosts.HostPorts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Ports of Hadoop's programs, by the names that Muster gives them. */
final class HadoopPorts {

  static final String FS = "fs";
  static final String NAMENODE_UI = "namenode_ui";
  static final String RM = "rm";
  static final String RM_UI = "rm_ui";
  static final String HISTORY = "history";
  static final String HISTORY_UI = "history_ui";
  static final String DATA = "data";
  static final String NODEMANAGER = "nodemanager";

  /**
   * A port.
   *
   * @param program that listens there
   * @param usual Hadoop's default (core-default.xml and so on); 9000 is what its guides take for
   *     HDFS, 8041 and 9867 ours and Hadoop's
   */
  private record Port(String name, HadoopProgram program, int usual) {}

  private static final List<Port> ALL =
      List.of(
          new Port(FS, HadoopProgram.NAMENODE, 9000),
          new Port(NAMENODE_UI, HadoopProgram.NAMENODE, 9870),
          new Port(RM, HadoopProgram.RESOURCEMANAGER, 8032),
          new Port(RM_UI, HadoopProgram.RESOURCEMANAGER, 8088),
          new Port("scheduler", HadoopProgram.RESOURCEMANAGER, 8030),
          new Port("tracker", HadoopProgram.RESOURCEMANAGER, 8031),
          new Port("rm_admin", HadoopProgram.RESOURCEMANAGER, 8033),
          new Port(HISTORY, HadoopProgram.HISTORYSERVER, 10020),
          new Port(HISTORY_UI, HadoopProgram.HISTORYSERVER, 19888),
          new Port("history_admin", HadoopProgram.HISTORYSERVER, 10033),
          new Port(DATA, HadoopProgram.DATANODE, 9866),
          new Port("datanode_ui", HadoopProgram.DATANODE, 9864),
          new Port("datanode_ipc", HadoopProgram.DATANODE, 9867),
          new Port(NODEMANAGER, HadoopProgram.NODEMANAGER, 8041),
          new Port("localizer", HadoopProgram.NODEMANAGER, 8040),
          new Port("nodemanager_ui", HadoopProgram.NODEMANAGER, 8042),
          new Port("shuffle", HadoopProgram.NODEMANAGER, 13562));

  private HadoopPorts() {}

  /** The names, in their order. */
  static List<String> names() {
    return ALL.stream().map(Port::name).toList();
  }

  /** How an option states it, for instance {@code rm-ui-port}. */
  static String option(String name) {
    return name.replace('_', '-') + "-port";
  }

  /** The ports of some programs. */
  static List<String> of(List<HadoopProgram> programs) {
    return ALL.stream().filter(port -> programs.contains(port.program())).map(Port::name).toList();
  }

  /** The ports of one program. */
  static List<String> of(HadoopProgram program) {
    return of(List.of(program));
  }

  /** How ports are chosen when some are stated. */
  static HostPorts choosing(Map<String, Integer> stated) {
    Map<String, Integer> usual =
        ALL.stream().collect(Collectors.toMap(Port::name, Port::usual, (a, b) -> a, TreeMap::new));
    return new HostPorts(usual, stated, HadoopPorts::program);
  }

  /** The program that has a port, empty for a port that nobody knows. */
  static String program(String name) {
    return ALL.stream()
        .filter(port -> port.name().equals(name))
        .map(port -> port.program().label())
        .findFirst()
        .orElse("");
  }
}
