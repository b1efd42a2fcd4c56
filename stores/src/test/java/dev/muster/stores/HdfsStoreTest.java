package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.Store;
import dev.muster.spi.store.StoredObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebHDFS by its answers, as its documentation and a NameNode of Hadoop 3.4 give them. */
class HdfsStoreTest {

  @TempDir Path folder;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile int status = 200;
  private volatile String answer = "{}";
  private volatile String location = "";

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.getRequestBody().readAllBytes();
          boolean first =
              !location.isEmpty() && !exchange.getRequestURI().toString().contains("dn=");
          if (first) {
            exchange.getResponseHeaders().add("Location", location);
          }
          byte[] body = (first ? "" : answer).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(first ? 307 : status, body.length == 0 ? -1 : body.length);
          if (body.length > 0) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private Store store() {
    return new HdfsStoreFactory()
        .open("webhdfs://" + address() + "/base/", Map.of("HADOOP_USER_NAME", "ana")::get);
  }

  @Test
  void asksAsTheUserAndEncodesNames() {
    answer =
        "{\"FileStatus\":{\"type\":\"FILE\",\"length\":5,\"modificationTime\":7000,\"fileId\":9}}";
    StoredObject found = store().find("a b%#?é").orElseThrow();
    assertThat(found.etag()).isEqualTo("9-7000-5");
    assertThat(asked)
        .containsExactly(
            "GET /webhdfs/v1/base/a%20b%25%23%3F%C3%A9?op=GETFILESTATUS&user.name=ana");
  }

  @ParameterizedTest
  @CsvSource({
    "404, FileNotFoundException, NOT_FOUND",
    "403, AccessControlException, FORBIDDEN",
    "401, SecurityException, UNAUTHORIZED",
    "403, DSQuotaExceededException, QUOTA",
    "403, StandbyException, UNAVAILABLE",
    "403, SafeModeException, UNAVAILABLE",
    "400, IllegalArgumentException, INVALID",
    "500, '', UNAVAILABLE"
  })
  void errorsHaveOurKinds(int code, String exception, ErrorKind kind) throws IOException {
    status = code;
    answer =
        exception.isEmpty()
            ? "<html>a proxy</html>"
            : "{\"RemoteException\":{\"exception\":\"" + exception + "\",\"message\":\"why\"}}";
    Path file = Files.writeString(folder.resolve("x"), "x");
    assertThatThrownBy(() -> store().put("key", file))
        .isInstanceOfSatisfying(MusterException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining("/base/");
  }

  @Test
  void bytesGoWhereTheNameNodeSaysUnderTheNameThatWasGiven() throws IOException {
    location = "http://" + address() + "/webhdfs/v1/base/other?op=CREATE&dn=1";
    status = 201;
    Path file = Files.writeString(folder.resolve("x"), "x");
    assertThatThrownBy(() -> store().put("e\u0301", file)).isInstanceOf(MusterException.class);
    assertThat(asked.get(1))
        .matches("PUT /webhdfs/v1/base/.muster-put-[0-9a-f-]+\\?op=CREATE&dn=1");
    assertThat(asked)
        .as("what was left half is removed")
        .anyMatch(each -> each.startsWith("DELETE"));
  }

  @Test
  void aStoreThatNobodyServesIsUnavailable() {
    server.stop(0);
    assertThatThrownBy(() -> store().find("key"))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE));
  }

  @Test
  void listingsAreInOurOrderThoughTheServersIsNot() {
    // As DFSUtil.compareBytes sorts: bytes are signed.
    String[] names = {"\u00e9", "a", "a\u00e9", "a-b", "az", "b"};
    StringBuilder all = new StringBuilder();
    for (String name : names) {
      all.append(all.isEmpty() ? "" : ",")
          .append("{\"pathSuffix\":\"" + name + "\",\"type\":\"FILE\",\"length\":1}");
    }
    answer =
        "{\"FileStatus\":{\"type\":\"DIRECTORY\"},\"DirectoryListing\":{\"partialListing\":"
            + "{\"FileStatuses\":{\"FileStatus\":["
            + all
            + "]}},\"remainingEntries\":0}}";
    try (Stream<StoredObject> objects = store().list("")) {
      assertThat(objects.map(StoredObject::key))
          .containsExactly("a", "a-b", "az", "a\u00e9", "b", "\u00e9");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hdfs://", "webhdfs://host:0/", "webhdfs://host:99999/", "hdfs://a b/", "hdfs:/x"})
  void refusesWhatIsNoHdfs(String root) {
    assertThatThrownBy(() -> new HdfsStoreFactory().open(root, name -> null))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID));
  }

  @Test
  void theHttpPortOfAnHdfsIsTheUsualOneOrTheOneThatIsSaid() {
    assertThat(new HdfsStoreFactory().open("hdfs://namenode:9000/d", name -> null).root())
        .isEqualTo("hdfs://namenode:9000/d/");
    assertThatThrownBy(
            () ->
                new HdfsStoreFactory()
                    .open("hdfs://namenode:9000/", Map.of("MUSTER_WEBHDFS_PORT", "x")::get))
        .hasMessageContaining("port x");
  }
}
