package dev.muster.service.hadoop;

import java.util.Arrays;
import java.util.Optional;

/** A file of Hadoop's configuration. */
enum Site {
  CORE("core-site.xml", "CORE_CONF_", "core."),
  HDFS("hdfs-site.xml", "HDFS_CONF_", "hdfs."),
  YARN("yarn-site.xml", "YARN_CONF_", "yarn."),
  MAPRED("mapred-site.xml", "MAPRED_CONF_", "mapred.");

  private final String file;
  private final String variable;
  private final String prefix;

  Site(String file, String variable, String prefix) {
    this.file = file;
    this.variable = variable;
    this.prefix = prefix;
  }

  /** Its name in the folder of the configuration. */
  String file() {
    return file;
  }

  /** What names of environment variables begin with that are its settings. */
  String variable() {
    return variable;
  }

  /** What may stand before its keys. */
  String prefix() {
    return prefix;
  }

  /** The file of a variable. */
  static Optional<Site> ofVariable(String name) {
    return Arrays.stream(values()).filter(site -> name.startsWith(site.variable)).findFirst();
  }

  /** The file where a key belongs that has no prefix, by what Hadoop's own keys begin with. */
  static Optional<Site> ofKey(String key) {
    return Optional.ofNullable(
        switch (key.substring(0, Math.max(0, key.indexOf('.')))) {
          case "dfs" -> HDFS;
          case "yarn" -> key.startsWith("yarn.app.mapreduce.") ? MAPRED : YARN;
          case "mapreduce", "mapred" -> MAPRED;
          case "fs", "hadoop", "io", "ipc", "net", "file", "ha" -> CORE;
          default -> null;
        });
  }
}
