package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.ledger.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose ledger is a PostgreSQL server, which others use, too, and which may go away. */
class PostgresRunIT {

  private static final int TASKS = 12;

  private static final String TASK =
      """
      import os, time

      def main(i, folder):
          open(os.path.join(folder, "ran-%d-%d" % (i, time.time_ns())), "w").close()
          while i >= 2 and not os.path.exists(os.path.join(folder, "go")):
              time.sleep(0.02)
          time.sleep(0.05)
          return {"i": i}
      """;

  @TempDir Path folder;
  private String database;

  @BeforeEach
  void makeDatabase() {
    database = PostgresServer.shared().newDatabase();
  }

  @Test
  void tasksGoOnWhileTheLedgerIsOutOfReach() throws Exception {
    try (Relay relay = new Relay(PostgresServer.shared().port())) {
      Path project = project("p");
      InProcess muster = muster(relay.port());
      CompletableFuture<MusterRun> run =
          CompletableFuture.supplyAsync(() -> muster.run("map", project, "-w", "2"));
      MusterProcess.await("the first tasks are committed", () -> succeeded() >= 2);
      relay.cut();
      Files.createFile(project.resolve("go"));
      MusterProcess.await("all tasks have run", () -> begun(project) == TASKS);
      assertThat(run).isNotDone();
      relay.restore();
      MusterRun ended = run.get(400, TimeUnit.SECONDS);
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(ended.out()).contains(TASKS + " succeeded");
      assertThat(begun(project)).as("each ran once").isEqualTo(TASKS);
    }
  }

  @Test
  void twoMustersShareOneLedger() throws Exception {
    List<CompletableFuture<MusterRun>> runs =
        List.of("one", "two").stream()
            .map(
                name -> {
                  Path project = project(name);
                  Projects.write(project, "go", "");
                  InProcess muster = muster(PostgresServer.shared().port());
                  return CompletableFuture.supplyAsync(() -> muster.run("map", project));
                })
            .toList();
    for (CompletableFuture<MusterRun> run : runs) {
      MusterRun ended = run.get(400, TimeUnit.SECONDS);
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(ended.out()).contains(TASKS + " succeeded");
    }
    MusterRun list = muster(PostgresServer.shared().port()).run("runs", "list", "--json");
    assertThat(list.json()).hasSize(2).allMatch(run -> "COMPLETED".equals(run.get("state")));
  }

  @Test
  void aKilledMusterLosesAndDoublesNothing() throws Exception {
    Path project = project("killed");
    Files.createFile(project.resolve("go"));
    for (int kill = 0; kill < 3; kill++) {
      int before = succeeded();
      try (MusterProcess muster =
          MusterProcess.start(
              folder.resolve("home"),
              folder,
              environment(),
              List.of(),
              "map",
              project,
              "-w",
              "1")) {
        MusterProcess.await("it went on", () -> succeeded() > before || !muster.alive());
        muster.signal("KILL");
      }
    }
    MusterRun last = muster(PostgresServer.shared().port()).run("map", project);
    assertThat(last.code()).as(last.err()).isZero();
    assertThat(Files.readAllLines(project.resolve("results/latest/results.csv")))
        .hasSize(TASKS + 1)
        .doesNotHaveDuplicates();
    assertThat(succeeded()).as("each was counted once").isEqualTo(TASKS);
  }

  private int succeeded() {
    return muster(PostgresServer.shared().port()).run("runs", "list", "--json").json().stream()
        .mapToInt(run -> ((Number) run.get("succeeded")).intValue())
        .sum();
  }

  private static int begun(Path project) {
    String[] names = project.toFile().list((dir, name) -> name.startsWith("ran-"));
    return names == null ? 0 : names.length;
  }

  private Path project(String name) {
    Path project = folder.resolve(name);
    return Projects.write(
        project,
        "muster.yaml",
        "name: "
            + name
            + "\ninputs: in.txt\nentrypoint: {python: task:main}\nparams: {folder: '"
            + project
            + "', i: {matrix: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]}}\n",
        ".musterignore",
        "ran-*\ngo\n",
        "task.py",
        TASK,
        "in.txt",
        "x");
  }

  private Map<String, String> environment() {
    return Map.of(
        "MUSTER_LEDGER", PostgresServer.shared().url(database),
        "MUSTER_LEDGER_USER", PostgresServer.USER,
        "MUSTER_LEDGER_PASSWORD", PostgresServer.shared().password());
  }

  private InProcess muster(int port) {
    return new InProcess(folder.resolve("home"), folder)
        .with("MUSTER_LEDGER", "jdbc:postgresql://127.0.0.1:" + port + "/" + database)
        .with("MUSTER_LEDGER_USER", PostgresServer.USER)
        .with("MUSTER_LEDGER_PASSWORD", PostgresServer.shared().password());
  }

  /** Stands between Muster and the server, and can be cut. */
  private static final class Relay implements AutoCloseable {

    private final int server;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    Relay(int server) throws IOException {
      this.server = server;
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      daemon(this::accept);
    }

    int port() {
      return listening.getLocalPort();
    }

    void cut() {
      cut = true;
      sockets.forEach(Relay::closeQuietly);
    }

    void restore() {
      cut = false;
    }

    private void accept() {
      while (!listening.isClosed()) {
        try {
          Socket client = listening.accept();
          if (cut) {
            client.close();
            continue;
          }
          Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
          sockets.addAll(List.of(client, upstream));
          daemon(() -> copy(client, upstream));
          daemon(() -> copy(upstream, client));
        } catch (IOException e) {
          // a client that went away; the loop ends with the socket
        }
      }
    }

    private static void copy(Socket from, Socket to) {
      try (InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        byte[] buffer = new byte[8192];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          out.write(buffer, 0, count);
          out.flush();
        }
      } catch (IOException e) {
        closeQuietly(to);
      }
    }

    private static void daemon(Runnable work) {
      Thread thread = new Thread(work, "relay");
      thread.setDaemon(true);
      thread.start();
    }

    private static void closeQuietly(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        // closed already
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
      sockets.forEach(Relay::closeQuietly);
    }
  }
}
