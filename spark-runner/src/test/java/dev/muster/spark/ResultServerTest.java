package dev.muster.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.protocol.Json;
import dev.muster.protocol.ProtocolException;
import dev.muster.protocol.spool.Frames;
import dev.muster.protocol.spool.Packet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The driver's server and the executors' link, over TCP. */
@Timeout(300)
class ResultServerTest {

  private static final String TOKEN = "0123456789abcdef".repeat(4);

  @TempDir Path folder;
  private final TaskBook<Session> book = new TaskBook<>();
  private final List<Packet> asked = new ArrayList<>();
  private Spool spool;
  private ResultServer server;

  @BeforeEach
  void start() throws IOException {
    Map<String, @Nullable Object> about = new LinkedHashMap<>();
    about.put("run", "r");
    about.put("first_worker", 5);
    Files.writeString(folder.resolve("job.json"), Json.write(about));
    Map<String, @Nullable Object> secret = new LinkedHashMap<>();
    secret.put("token", TOKEN);
    secret.put("env", Map.of("PEARL", "oyster"));
    Files.writeString(folder.resolve("secret.json"), Json.write(secret));
    Job job = Job.read(folder, folder);
    spool =
        new Spool(
            folder.resolve("spool"),
            1 << 20,
            1 << 20,
            0,
            packet -> {},
            e -> {
              throw new AssertionError(e);
            });
    server =
        new ResultServer(InetAddress.getLoopbackAddress(), job, folder, spool, book, new Meter());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    spool.close();
  }

  private Link link(String token) throws IOException {
    return new Link(
        new DriverAddress("r", "127.0.0.1", server.port(), Job.token(token)), asked::add);
  }

  private List<Packet> kept() throws IOException {
    List<Packet> packets = new ArrayList<>();
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("spool/0000000000000000000.seg")));
    byte[] next = Frames.next(bytes);
    while (next != null) {
      packets.add(Packet.decode(next));
      next = Frames.next(bytes);
    }
    return packets;
  }

  private static Packet ended(int task) {
    return Packet.of("ended", task)
        .with("attempt", 1)
        .with("worker", 5)
        .with("{}".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void secretsAreReadOnceAndReachExecutorsAlone() throws Exception {
    assertThat(folder.resolve("secret.json")).doesNotExist();
    try (Link link = link(TOKEN)) {
      Packet job = link.ask(Packet.of("job", true));
      assertThat(job.value("env")).isEqualTo(Map.of("PEARL", "oyster"));
      assertThat(job.is("token")).isFalse();
      assertThat(link.behind()).as("microseconds").isBetween(-30_000_000L, 30_000_000L);
      assertThat(link.ask(Packet.of("number", 0)).count("number")).isEqualTo(5);
      assertThat(link.ask(Packet.of("number", 0)).count("number")).isEqualTo(6);
    }
  }

  @Test
  void resultThatComesTwiceIsKeptOnceAndAcknowledgedTwice() throws Exception {
    book.add(List.of(new TaskKey(7, 1)));
    try (Link one = link(TOKEN);
        Link other = link(TOKEN)) {
      for (Link link : List.of(one, other)) {
        Packet go = link.ask(Packet.of("begin", 7).with("attempt", 1).with("worker", 5));
        assertThat(go.value("go")).isEqualTo(true);
      }
      one.keep(ended(7));
      one.flush();
      other.keep(ended(7));
      other.flush();
      assertThat(kept().stream().filter(packet -> packet.is("ended"))).hasSize(1);
      Packet late = other.ask(Packet.of("begin", 7).with("attempt", 1).with("worker", 5));
      assertThat(late.value("go")).isEqualTo(false);
    }
  }

  @Test
  void whatIsAcknowledgedIsInTheFile() throws Exception {
    try (Link link = link(TOKEN)) {
      for (int i = 0; i < 300; i++) {
        link.keep(ended(i));
      }
      link.flush();
      assertThat(kept()).hasSize(300);
    }
  }

  @Test
  void otherTokenGetsNothing() throws Exception {
    try (SealedChannel channel =
        SealedChannel.connect("127.0.0.1", server.port(), Job.token("f".repeat(64)))) {
      channel.send(Packet.of("hello", "r"));
      assertThat(channel.receive()).as("it hangs up").isNull();
    } catch (IOException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
    assertThat(kept()).isEmpty();
  }

  @Test
  void strangersDoNotHurt() throws Exception {
    for (int i = 0; i < 300; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        socket.getOutputStream().write(new byte[200]);
      }
    }
    try (Link link = link(TOKEN)) {
      assertThat(link.ask(Packet.of("number", 0)).count("number")).isEqualTo(5);
    }
  }

  @Test
  void tokenDoesNotCrossTheNetworkNorDoesItsContent() throws Exception {
    try (java.net.ServerSocket listener =
        new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread caller =
          new Thread(
              () -> {
                try (SealedChannel channel =
                    SealedChannel.connect("127.0.0.1", listener.getLocalPort(), Job.token(TOKEN))) {
                  channel.send(Packet.of("hello", "a-visible-text"));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      caller.start();
      try (Socket socket = listener.accept()) {
        socket.getOutputStream().write(new byte[16]);
        byte[] seen = socket.getInputStream().readAllBytes();
        assertThat(new String(seen, StandardCharsets.ISO_8859_1))
            .doesNotContain("a-visible-text")
            .doesNotContain(new String(Job.token(TOKEN), StandardCharsets.ISO_8859_1))
            .doesNotContain(TOKEN);
      }
      caller.join();
    }
  }

  @Test
  void filesOutsideTheRunFolderAreNotGiven() throws Exception {
    Files.writeString(folder.resolve("bundle"), "content");
    try (Link link = link(TOKEN)) {
      assertThat(link.ask(Packet.of("file", "bundle").with("at", 3)).data())
          .isEqualTo("tent".getBytes(StandardCharsets.UTF_8));
      assertThat(link.ask(Packet.of("file", "inputs/3").with("at", 0)).is("missing")).isTrue();
    }
    try (SealedChannel channel =
        SealedChannel.connect("127.0.0.1", server.port(), Job.token(TOKEN))) {
      channel.send(Packet.of("hello", "r"));
      assertThat(channel.receive()).isNotNull();
      channel.send(Packet.of("file", "../secret.json").with("at", 0));
      assertThat(channel.receive()).as("it hangs up").isNull();
    }
  }

  @Test
  void badTokenFileIsRefused() {
    assertThatThrownBy(() -> Job.token("12")).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> Job.token("Z".repeat(64))).isInstanceOf(ProtocolException.class);
  }

  @Test
  void lostConnectionIsMadeAnewAndSendsAgainWhatWasNotAcknowledged() throws Exception {
    book.add(List.of(new TaskKey(1, 1)));
    try (Proxy proxy = new Proxy(server.port());
        Link link =
            new Link(
                new DriverAddress("r", "127.0.0.1", proxy.port(), Job.token(TOKEN)), asked::add)) {
      assertThat(link.ask(Packet.of("number", 0)).count("number")).isEqualTo(5);
      proxy.cut();
      link.keep(ended(1));
      link.flush();
      assertThat(kept().stream().filter(packet -> packet.is("ended"))).hasSize(1);
      assertThat(proxy.calls()).isGreaterThan(1);
    }
  }
}
