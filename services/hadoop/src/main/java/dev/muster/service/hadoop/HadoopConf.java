package dev.muster.service.hadoop;

import dev.muster.spi.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The user's own settings.
 *
 * @param sites keys and values by file
 * @param ports by name, that addresses among them state
 * @param notes what was read otherwise than it was written, a line each
 */
record HadoopConf(
    Map<Site, Map<String, String>> sites, Map<String, Integer> ports, List<String> notes) {

  /** Addresses: the host is always the node's own, the port is taken. */
  private static final Map<String, String> ADDRESSES =
      Map.ofEntries(
          Map.entry("fs.defaultFS", "fs"),
          Map.entry("dfs.namenode.rpc-address", "fs"),
          Map.entry("dfs.namenode.http-address", "namenode_ui"),
          Map.entry("dfs.datanode.address", "data"),
          Map.entry("dfs.datanode.http.address", "datanode_ui"),
          Map.entry("dfs.datanode.ipc.address", "datanode_ipc"),
          Map.entry("yarn.resourcemanager.address", "rm"),
          Map.entry("yarn.resourcemanager.scheduler.address", "scheduler"),
          Map.entry("yarn.resourcemanager.resource-tracker.address", "tracker"),
          Map.entry("yarn.resourcemanager.admin.address", "rm_admin"),
          Map.entry("yarn.resourcemanager.webapp.address", "rm_ui"),
          Map.entry("yarn.nodemanager.address", "nodemanager"),
          Map.entry("yarn.nodemanager.localizer.address", "localizer"),
          Map.entry("yarn.nodemanager.webapp.address", "nodemanager_ui"),
          Map.entry("mapreduce.jobhistory.address", "history"),
          Map.entry("mapreduce.jobhistory.webapp.address", "history_ui"),
          Map.entry("mapreduce.jobhistory.admin.address", "history_admin"));

  private static final String FOLDERS = "Muster keeps all files of a cluster in its folder";

  /** Settings that are ours, and why. */
  private static final Map<String, String> OURS =
      Map.ofEntries(
          Map.entry("dfs.namenode.name.dir", FOLDERS),
          Map.entry("dfs.datanode.data.dir", FOLDERS),
          Map.entry("hadoop.tmp.dir", FOLDERS),
          Map.entry("yarn.nodemanager.local-dirs", FOLDERS),
          Map.entry("yarn.nodemanager.log-dirs", FOLDERS),
          Map.entry("yarn.resourcemanager.fs.state-store.uri", FOLDERS),
          Map.entry("dfs.hosts.exclude", "muster cluster remove writes that file"),
          Map.entry(
              "yarn.resourcemanager.nodes.exclude-path", "muster cluster remove writes that file"),
          Map.entry("yarn.nodemanager.resource.memory-mb", "say -o memory=4g"),
          Map.entry("yarn.nodemanager.resource.cpu-vcores", "say -o cores=4"),
          Map.entry("dfs.replication", "say -o replication=2"));

  HadoopConf {
    sites = Map.copyOf(sites);
    ports = Map.copyOf(ports);
    notes = List.copyOf(notes);
  }

  /** The settings of one file. */
  Map<String, String> of(Site site) {
    return sites.getOrDefault(site, Map.of());
  }

  /**
   * Reads them; lines go before variables.
   *
   * @param lines {@code KEY=VALUE} in either form
   * @param environment of the service; what is none of Hadoop's is left alone
   * @param problems gets all that is wrong
   */
  static HadoopConf read(
      List<String> lines, Map<String, String> environment, List<Problem> problems) {
    List<Setting> settings = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach((name, value) -> Setting.ofVariable(name, value).ifPresent(settings::add));
    Map<String, String> seen = new HashMap<>();
    for (String line : lines) {
      int equals = line.indexOf('=');
      String name = equals < 0 ? line : line.substring(0, equals);
      String value = line.substring(equals + 1);
      var setting =
          equals < 0
              ? java.util.Optional.<Setting>empty()
              : Setting.ofVariable(name, value).or(() -> Setting.ofKey(name, value));
      if (setting.isEmpty()) {
        problems.add(
            Problem.of(
                "\"" + cut(line) + "\" is no setting of Hadoop",
                "write dfs.blocksize=64m, yarn.yarn.nodemanager.vmem-check-enabled=true or"
                    + " HDFS_CONF_dfs_blocksize=64m"));
      } else if (seen.put(setting.get().site() + setting.get().key(), line) != null) {
        problems.add(Problem.of(setting.get().key() + " is set twice", null));
      } else {
        settings.add(setting.get());
      }
    }
    return of(settings, problems);
  }

  private static HadoopConf of(List<Setting> settings, List<Problem> problems) {
    Map<Site, Map<String, String>> sites = new EnumMap<>(Site.class);
    Map<String, Integer> ports = new HashMap<>();
    List<String> notes = new ArrayList<>();
    for (Setting setting : settings) {
      String key = setting.key();
      String port = ADDRESSES.get(key);
      if (setting.problem().isPresent()) {
        problems.add(Problem.of(setting.problem().get(), null));
      } else if (OURS.containsKey(key)) {
        problems.add(Problem.of(key + " cannot be set", OURS.get(key)));
      } else if (port != null) {
        address(setting, port, ports, notes, problems);
      } else if (key.endsWith(".hostname") || key.endsWith("bind-host")) {
        notes.add(key + "=" + setting.value() + ": the address of the node stands for it");
      } else {
        if (key.equals("dfs.permissions.enabled") && !setting.value().equals("true")) {
          notes.add("dfs.permissions.enabled is off: every user may change every file of HDFS");
        }
        sites.computeIfAbsent(setting.site(), site -> new TreeMap<>()).put(key, setting.value());
      }
    }
    return new HadoopConf(sites, ports, notes);
  }

  private static void address(
      Setting setting,
      String name,
      Map<String, Integer> ports,
      List<String> notes,
      List<Problem> problems) {
    String value = setting.value();
    boolean fs = setting.key().equals("fs.defaultFS");
    if (fs && !value.startsWith("hdfs://")) {
      problems.add(
          Problem.of(
              "fs.defaultFS cannot be " + value,
              "it is this cluster's HDFS; jobs name other file systems in their paths"));
      return;
    }
    String digits = value.replaceFirst("/+$", "").replaceFirst(".*:", "");
    if (digits.matches("[0-9]{4,5}") && Integer.parseInt(digits) <= 65_535) {
      ports.put(name, Integer.parseInt(digits));
      notes.add(setting.key() + "=" + value + ": its port is taken, the host is the node's own");
    } else if (fs && value.matches("hdfs://[^:/]*/?")) {
      notes.add(setting.key() + "=" + value + ": the host is the node's own");
    } else {
      problems.add(
          Problem.of(setting.key() + " is \"" + value + "\"", "host:port, a port from 1024 on"));
    }
  }

  private static String cut(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}
