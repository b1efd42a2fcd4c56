package dev.muster.service.hadoop;

import dev.muster.protocol.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the NameNode and the ResourceManager say of the nodes.
 *
 * @param safeMode why HDFS takes no writes, empty when it does
 * @param dataNodes states of live DataNodes by address, for instance {@code In Service} or {@code
 *     Decommissioned}
 * @param only blocks by address of a DataNode that leaves that no other node has
 * @param nodeManagers states of NodeManagers by address, for instance {@code RUNNING}
 */
record HadoopHealth(
    String safeMode,
    Map<String, String> dataNodes,
    Map<String, Long> only,
    Map<String, String> nodeManagers) {

  private static final String NAMENODE = "/jmx?qry=Hadoop:service=NameNode,name=NameNodeInfo";
  private static final String NODES = "/ws/v1/cluster/nodes";

  HadoopHealth {
    dataNodes = Map.copyOf(dataNodes);
    only = Map.copyOf(only);
    nodeManagers = Map.copyOf(nodeManagers);
  }

  /** Asks both. NodeManagers are known by the names that their hosts have for their addresses. */
  static HadoopHealth ask(HadoopWeb web, String namenode, String resourcemanager)
      throws IOException {
    HadoopHealth named =
        parse(web.ask("GET", namenode, NAMENODE), web.ask("GET", resourcemanager, NODES));
    Map<String, String> addresses = web.addresses(named.nodeManagers().keySet());
    Map<String, String> byAddress = new HashMap<>();
    named
        .nodeManagers()
        .forEach(
            (name, state) ->
                byAddress.merge(addresses.getOrDefault(name, name), state, HadoopHealth::better));
    return new HadoopHealth(named.safeMode(), named.dataNodes(), named.only(), byAddress);
  }

  /** One that came again under another name or port is listed twice. */
  private static String better(String one, String other) {
    return one.equals("RUNNING") ? one : other;
  }

  /** Reads what they answered. */
  static HadoopHealth parse(
      Map<String, @Nullable Object> namenode, Map<String, @Nullable Object> resourcemanager)
      throws IOException {
    Map<String, @Nullable Object> info =
        objects(namenode.get("beans")).stream()
            .findFirst()
            .orElseThrow(() -> new IOException("the namenode does not tell of itself yet"));
    Map<String, String> dataNodes = new HashMap<>();
    nested(info, "LiveNodes")
        .forEach(
            (name, node) ->
                dataNodes.put(address(node, name), String.valueOf(node.get("adminState"))));
    Map<String, Long> only = new HashMap<>();
    nested(info, "DecomNodes")
        .forEach(
            (name, node) -> {
              if (node.get("decommissionOnlyReplicas") instanceof Number number) {
                only.put(address(node, name), number.longValue());
              }
            });
    Map<String, String> nodeManagers = new HashMap<>();
    if (resourcemanager.get("nodes") instanceof Map<?, ?> nodes) {
      for (Map<String, @Nullable Object> node : objects(nodes.get("node"))) {
        nodeManagers.merge(
            String.valueOf(node.get("nodeHostName")),
            String.valueOf(node.get("state")),
            HadoopHealth::better);
      }
    }
    return new HadoopHealth(
        String.valueOf(info.getOrDefault("Safemode", "")), dataNodes, only, nodeManagers);
  }

  /** The address of a DataNode without its port. */
  private static String address(Map<String, @Nullable Object> node, String name) {
    String at = node.get("xferaddr") instanceof String transfer ? transfer : name;
    return at.replaceFirst(":[0-9]+$", "").replaceAll("[\\[\\]]", "");
  }

  /** An attribute that is JSON within JSON: objects by name. */
  private static Map<String, Map<String, @Nullable Object>> nested(
      Map<String, @Nullable Object> info, String name) {
    Map<String, Map<String, @Nullable Object>> found = new HashMap<>();
    if (info.get(name) instanceof String text && !text.isBlank()) {
      Json.parseObject(text)
          .forEach((key, value) -> object(value).ifPresent(each -> found.put(key, each)));
    }
    return found;
  }

  private static List<Map<String, @Nullable Object>> objects(@Nullable Object value) {
    List<Map<String, @Nullable Object>> found = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(each -> object(each).ifPresent(found::add));
    }
    return found;
  }

  @SuppressWarnings("unchecked")
  private static java.util.Optional<Map<String, @Nullable Object>> object(@Nullable Object value) {
    return value instanceof Map<?, ?> map
        ? java.util.Optional.of((Map<String, @Nullable Object>) map)
        : java.util.Optional.empty();
  }

  /** What keeps a node from working, empty when nothing does. */
  Set<String> lacking(String address) {
    Set<String> lacking = new HashSet<>();
    if (!"In Service".equals(dataNodes.get(address))) {
      lacking.add(HadoopProgram.DATANODE.label());
    }
    if (!"RUNNING".equals(nodeManagers.get(address))) {
      lacking.add(HadoopProgram.NODEMANAGER.label());
    }
    return lacking;
  }

  /** Whether a node that was to leave has given away all that it had. */
  boolean hasLeft(String address) {
    String data = dataNodes.get(address);
    String work = nodeManagers.get(address);
    return (data == null || data.equals("Decommissioned"))
        && (work == null || work.equals("DECOMMISSIONED") || work.equals("LOST"));
  }
}
