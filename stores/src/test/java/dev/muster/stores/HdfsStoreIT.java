package dev.muster.stores;

import dev.muster.spi.store.Store;
import dev.muster.testkit.store.StoreContract;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** HDFS through WebHDFS, on a NameNode and a DataNode of this machine. */
@Tag("long")
class HdfsStoreIT extends StoreContract {

  @TempDir static Path folder;

  private static LoopbackHdfs hdfs;
  private String base = "";

  @BeforeAll
  static void start() throws Exception {
    hdfs = LoopbackHdfs.start(folder);
  }

  @AfterAll
  static void stop() {
    if (hdfs != null) { // it was skipped
      hdfs.close();
    }
  }

  @BeforeEach
  void folderOfItsOwn() {
    base = "webhdfs://" + hdfs.http() + "/" + UUID.randomUUID() + "/";
    hdfs.mkdir(base.replaceFirst("webhdfs://[^/]+", ""));
  }

  private Store open(String root) {
    return new HdfsStoreFactory()
        .open(root, name -> name.equals("HADOOP_USER_NAME") ? hdfs.user() : null);
  }

  @Override
  protected Store store() {
    return open(base);
  }

  @Override
  protected Store missing() {
    return open("webhdfs://" + hdfs.http() + "/no-such-folder/");
  }

  @Override
  protected boolean hasEtags() {
    return true;
  }

  @Override
  protected Optional<String> serverCannotHold(String key) {
    return key.indexOf(':') >= 0
        ? Optional.of("HDFS takes no colon in names (DFSUtilClient.isValidName)")
        : Optional.empty();
  }
}
