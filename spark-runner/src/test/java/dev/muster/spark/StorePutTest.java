package dev.muster.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.muster.protocol.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Large results on their way to a store. */
@Timeout(300)
class StorePutTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;
  private final List<byte[]> got = new ArrayList<>();
  private final Deque<Integer> answers = new ArrayDeque<>();
  private HttpServer store;

  @BeforeEach
  void start() throws IOException {
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    store.createContext(
        "/",
        exchange -> {
          got.add(exchange.getRequestBody().readAllBytes());
          Integer status = answers.poll();
          exchange.sendResponseHeaders(status == null ? 200 : status, -1);
          exchange.close();
        });
    store.start();
  }

  @AfterEach
  void stop() {
    store.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:" + store.getAddress().getPort() + "/bucket/key?signature=1";
  }

  private Path file() throws IOException {
    return Files.writeString(folder.resolve("result.json"), "{\"x\":1}");
  }

  @Test
  void putsAFileWholeAndAgainWhenTheStoreIsBusy() throws Exception {
    answers.addAll(List.of(503, 500));
    assertThat(StorePut.put(address(), file())).isTrue();
    assertThat(got).hasSize(3).allMatch(body -> body.length == 7);
  }

  @Test
  void givesUpAtOnceWhereItIsForbiddenAndSoonWhereNobodyIs() throws Exception {
    answers.add(403);
    assertThat(StorePut.put(address(), file())).isFalse();
    assertThat(got).hasSize(1);
    String gone = address();
    store.stop(0);
    assertThat(StorePut.put(gone, file())).isFalse();
    assertThat(StorePut.put("no address", file())).isFalse();
  }

  @Test
  void placesAreGivenOnceAndNotWhenTheyTakeNoMore() throws Exception {
    StorePlaces places = new StorePlaces();
    assertThat(places.next(NOW).optionalText("url")).isNull();
    places.replace(List.of(place("old", -1), place("a", 1), place("b", 1)));
    assertThat(places.next(NOW).text("place")).isEqualTo("a");
    places.replace(List.of(place("c", 1)));
    assertThat(places.next(NOW).text("url")).isEqualTo("http://store/c");
    assertThat(places.next(NOW).optionalText("url")).isNull();
  }

  /** As it comes from Muster. */
  private static Map<?, ?> place(String name, long seconds) throws Exception {
    long until = NOW.plusSeconds(seconds).toEpochMilli() * 1_000;
    return Json.parseObject(
        "{\"name\":\""
            + name
            + "\",\"url\":\"http://store/"
            + name
            + "\",\"until\":"
            + until
            + "}");
  }
}
