package dev.muster.service.hadoop;

import java.util.List;

/** Folders of HDFS that are there from the beginning. */
final class HadoopFolders {

  static final String USERS = "/user";
  static final String LOGS = "/app-logs";
  static final String HISTORY = "/mr-history";

  private static final String EVERYBODYS = "1777";
  private static final String OWNERS = "755";

  private HadoopFolders() {}

  /**
   * A folder.
   *
   * @param permission as WebHDFS takes it, octal
   */
  record Folder(String path, String permission) {}

  /** Those of everybody, and the home of who runs Hadoop. */
  static List<Folder> of(String user) {
    return List.of(
        new Folder("/tmp", EVERYBODYS),
        new Folder(USERS, OWNERS),
        new Folder(USERS + "/" + user, "700"),
        new Folder(LOGS, EVERYBODYS),
        new Folder(HISTORY, OWNERS),
        new Folder(HISTORY + "/tmp", EVERYBODYS),
        new Folder(HISTORY + "/done", "750"));
  }
}
