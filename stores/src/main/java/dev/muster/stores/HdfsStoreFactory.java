package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.Store;
import dev.muster.spi.store.StoreFactory;
import java.net.URI;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Opens folders of an HDFS through its WebHDFS: {@code webhdfs://host:9870/folder/} at the
 * NameNode's HTTP port, or {@code hdfs://host:9000/folder/} as Hadoop writes it, where the HTTP
 * port is MUSTER_WEBHDFS_PORT, else 9870. The user is HADOOP_USER_NAME, else who runs Muster.
 */
public final class HdfsStoreFactory implements StoreFactory {

  /** A host, a port, a folder that is plain text. */
  private static final Pattern ROOT =
      Pattern.compile(
          "(webhdfs|hdfs)://(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?(/.*)?",
          Pattern.DOTALL);

  /** dfs.namenode.http-address of hdfs-default.xml. */
  private static final String USUAL_PORT = "9870";

  private static final String HDFS = "hdfs";

  @Override
  public Set<String> schemes() {
    return Set.of(HDFS, "webhdfs");
  }

  @Override
  public Store open(String root, Function<String, @Nullable String> environment) {
    Matcher matcher = ROOT.matcher(root);
    String port = "";
    if (matcher.matches()) {
      String named = matcher.group(3);
      port =
          matcher.group(1).equals(HDFS) || named == null
              ? value(environment, "MUSTER_WEBHDFS_PORT", USUAL_PORT)
              : named;
    }
    if (!port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65_535) {
      throw new MusterException(
          ErrorKind.INVALID,
          "the store " + root + " names no HDFS" + (port.isEmpty() ? "" : ", port " + port),
          "write webhdfs://namenode:9870/folder/, or hdfs://namenode:9000/folder/ and set"
              + " MUSTER_WEBHDFS_PORT when it is not 9870");
    }
    String folder = matcher.group(4) == null ? "/" : matcher.group(4);
    String path = folder.endsWith("/") ? folder : folder + "/";
    String authority = root.substring(0, matcher.end(2)) + after(matcher);
    if (path.length() > 1) {
      Keys.check(root, path.substring(1, path.length() - 1));
    }
    return new HdfsStore(
        authority + path,
        path,
        new HdfsWeb(
            URI.create("http://" + matcher.group(2) + ":" + port),
            value(environment, "HADOOP_USER_NAME", value(environment, "USER", "")),
            authority));
  }

  private static String after(Matcher matcher) {
    return matcher.group(3) == null ? "" : ":" + matcher.group(3);
  }

  private static String value(
      Function<String, @Nullable String> environment, String name, String otherwise) {
    String value = environment.apply(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
