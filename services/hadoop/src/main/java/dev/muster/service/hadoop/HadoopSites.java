package dev.muster.service.hadoop;

import dev.muster.service.hadoop.HadoopPlan.Host;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What stands in Hadoop's configuration on a host. Pure: the same plan gives the same files. */
final class HadoopSites {

  /** Where containers find Hadoop, whatever the folder of their host is called. */
  private static final String CONTAINERS = "$HADOOP_CONF_DIR,$HADOOP_HOME/jars/*";

  private static final String NO_TRACES = "-XX:-UsePerfData";

  /** MiB that containers of MapReduce get, where nodes have it (Hadoop's own defaults). */
  private static final long TASK_MEMORY = 1024;

  private static final long MASTER_MEMORY = 1536;
  private static final double HEAP_RATIO = 0.8;

  private final HadoopPlan plan;
  private final HadoopOptions options;

  HadoopSites(HadoopPlan plan, HadoopOptions options) {
    this.plan = plan;
    this.options = options;
  }

  /** All files of a host by name. */
  Map<String, String> of(Host host) {
    Map<String, String> files = new LinkedHashMap<>();
    for (Site site : Site.values()) {
      Map<String, String> settings =
          new TreeMap<>(
              switch (site) {
                case CORE -> core(host);
                case HDFS -> hdfs(host);
                case YARN -> yarn(host);
                case MAPRED -> mapred(host);
              });
      options.conf().of(site).forEach(settings::put);
      settings.keySet().removeIf(HadoopSites::isScheduler);
      files.put(site.file(), xml(settings));
    }
    files.put("capacity-scheduler.xml", xml(scheduler()));
    return files;
  }

  private static boolean isScheduler(String key) {
    return key.startsWith("yarn.scheduler.capacity.");
  }

  private Map<String, String> core(Host host) {
    return Map.of(
        "fs.defaultFS", plan.fs(), "hadoop.tmp.dir", host.measure().base() + "/tmp/hadoop");
  }

  private Map<String, String> hdfs(Host host) {
    Map<String, String> all = new TreeMap<>();
    all.put("dfs.namenode.name.dir", "file://" + host.data() + "/name");
    all.put("dfs.datanode.data.dir", "file://" + host.data() + "/data");
    all.put("dfs.replication", Integer.toString(plan.replication()));
    all.put("dfs.permissions.enabled", "true");
    all.put("dfs.namenode.rpc-address", plan.head().at(HadoopPorts.FS));
    all.put("dfs.namenode.http-address", plan.head().at(HadoopPorts.NAMENODE_UI));
    all.put("dfs.hosts.exclude", host.measure().base() + "/conf/excludes");
    // Hosts need no names that others resolve.
    all.put("dfs.namenode.datanode.registration.ip-hostname-check", "false");
    all.put("dfs.datanode.hostname", host.measure().address());
    if (host.works()) {
      all.put("dfs.datanode.address", host.at(HadoopPorts.DATA));
      all.put("dfs.datanode.http.address", host.at("datanode_ui"));
      all.put("dfs.datanode.ipc.address", host.at("datanode_ipc"));
    }
    // A host that is gone is known as gone after two minutes, not ten.
    all.put("dfs.namenode.heartbeat.recheck-interval", "45000");
    all.put("dfs.namenode.safemode.extension", "3000");
    // Of few nodes one that fails must not end who writes.
    all.put("dfs.client.block.write.replace-datanode-on-failure.best-effort", "true");
    return all;
  }

  private Map<String, String> yarn(Host host) {
    Host head = plan.head();
    String base = host.measure().base();
    Map<String, String> all = new TreeMap<>();
    all.put("yarn.resourcemanager.hostname", head.measure().address());
    all.put("yarn.resourcemanager.address", head.at(HadoopPorts.RM));
    all.put("yarn.resourcemanager.scheduler.address", head.at("scheduler"));
    all.put("yarn.resourcemanager.resource-tracker.address", head.at("tracker"));
    all.put("yarn.resourcemanager.admin.address", head.at("rm_admin"));
    all.put("yarn.resourcemanager.webapp.address", head.at(HadoopPorts.RM_UI));
    all.put("yarn.resourcemanager.nodes.exclude-path", base + "/conf/excludes");
    // One that crashed goes on with the applications that it had.
    all.put("yarn.resourcemanager.recovery.enabled", "true");
    all.put(
        "yarn.resourcemanager.store.class",
        "org.apache.hadoop.yarn.server.resourcemanager.recovery.FileSystemRMStateStore");
    all.put("yarn.resourcemanager.fs.state-store.uri", "file://" + base + "/recovery");
    // Else it leaves a folder in /tmp.
    all.put("yarn.node-attribute.fs-store.root-dir", "file://" + base + "/recovery/attributes");
    all.put("yarn.node-labels.fs-store.root-dir", "file://" + base + "/recovery/labels");
    all.put("yarn.nodemanager.hostname", host.measure().address());
    if (host.works()) {
      all.put("yarn.nodemanager.address", host.at(HadoopPorts.NODEMANAGER));
      all.put("yarn.nodemanager.localizer.address", host.at("localizer"));
      all.put("yarn.nodemanager.webapp.address", host.at("nodemanager_ui"));
      all.put("yarn.nodemanager.resource.memory-mb", Long.toString(host.memoryMib()));
      all.put("yarn.nodemanager.resource.cpu-vcores", Integer.toString(host.cores()));
    }
    all.put("yarn.nodemanager.local-dirs", base + "/work");
    all.put("yarn.nodemanager.log-dirs", base + "/logs/containers");
    all.put("yarn.nodemanager.aux-services", "mapreduce_shuffle");
    all.put("yarn.nodemanager.vmem-check-enabled", "false");
    // A large disk that is nearly full has room for a container; a full one has not.
    all.put(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99.0");
    all.put("yarn.nodemanager.disk-health-checker.min-free-space-per-disk-mb", "256");
    all.put("yarn.scheduler.minimum-allocation-mb", "128");
    all.put("yarn.scheduler.maximum-allocation-mb", Long.toString(plan.largestMemory()));
    all.put("yarn.scheduler.maximum-allocation-vcores", Integer.toString(plan.largestCores()));
    // A host that is gone is known as gone after a minute, an application's master after two.
    all.put("yarn.nm.liveness-monitor.expiry-interval-ms", "60000");
    all.put("yarn.am.liveness-monitor.expiry-interval-ms", "120000");
    all.put("yarn.application.classpath", CONTAINERS);
    all.put("yarn.log-aggregation-enable", "true");
    all.put("yarn.log-aggregation.retain-seconds", "604800");
    all.put("yarn.nodemanager.remote-app-log-dir", HadoopFolders.LOGS);
    all.put(
        "yarn.log.server.url", "http://" + head.at(HadoopPorts.HISTORY_UI) + "/jobhistory/logs");
    return all;
  }

  private Map<String, String> mapred(Host host) {
    // The master of an application and one of its tasks have room on a node that is alone.
    long most = plan.largestMemory() / 2;
    Map<String, String> all = new TreeMap<>();
    all.put("mapreduce.framework.name", "yarn");
    all.put("mapreduce.application.classpath", CONTAINERS);
    all.put("mapreduce.jobhistory.address", plan.head().at(HadoopPorts.HISTORY));
    all.put("mapreduce.jobhistory.webapp.address", plan.head().at(HadoopPorts.HISTORY_UI));
    all.put("mapreduce.jobhistory.admin.address", plan.head().at("history_admin"));
    all.put("mapreduce.jobhistory.intermediate-done-dir", HadoopFolders.HISTORY + "/tmp");
    all.put("mapreduce.jobhistory.done-dir", HadoopFolders.HISTORY + "/done");
    all.put("yarn.app.mapreduce.am.staging-dir", HadoopFolders.USERS);
    if (host.works()) {
      all.put("mapreduce.shuffle.port", Integer.toString(host.ports().getOrDefault("shuffle", 0)));
    }
    String task = Long.toString(Math.min(TASK_MEMORY, most));
    all.put("mapreduce.map.memory.mb", task);
    all.put("mapreduce.reduce.memory.mb", task);
    all.put("mapreduce.map.java.opts", NO_TRACES);
    all.put("mapreduce.reduce.java.opts", NO_TRACES);
    long master = Math.min(MASTER_MEMORY, most);
    all.put("yarn.app.mapreduce.am.resource.mb", Long.toString(master));
    all.put(
        "yarn.app.mapreduce.am.command-opts",
        "-Xmx" + (long) (master * HEAP_RATIO) + "m " + NO_TRACES);
    return all;
  }

  /** One queue; of a small cluster half may go to masters of applications. */
  private Map<String, String> scheduler() {
    Map<String, String> all = new TreeMap<>();
    all.put("yarn.scheduler.capacity.root.queues", "default");
    all.put("yarn.scheduler.capacity.root.default.capacity", "100");
    all.put("yarn.scheduler.capacity.maximum-am-resource-percent", "0.5");
    options
        .conf()
        .of(Site.YARN)
        .forEach(
            (key, value) -> {
              if (isScheduler(key)) {
                all.put(key, value);
              }
            });
    return all;
  }

  /** As Hadoop reads it. */
  static String xml(Map<String, String> settings) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n<configuration>\n");
    settings.forEach(
        (key, value) ->
            xml.append("  <property><name>")
                .append(escaped(key))
                .append("</name><value>")
                .append(escaped(value))
                .append("</value></property>\n"));
    return xml.append("</configuration>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
