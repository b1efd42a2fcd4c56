package dev.muster.testkit.ledger;

import dev.muster.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * One PostgreSQL server for all tests of this JVM, on a free port, in a temporary folder. It ends
 * with the JVM, also when that is killed: {@code setpriv --pdeathsig} sees to it. Folders that
 * killed JVMs left are removed by the next one. PostgreSQL refuses to run as root, so root runs it
 * as {@code postgres} or {@code nobody}.
 */
public final class PostgresServer {

  /** The superuser of the server. */
  public static final String USER = "muster";

  private static final String PREFIX = "muster-postgres-";
  private static final Duration START = Duration.ofMinutes(2);
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static @Nullable PostgresServer shared;

  private final String password = UUID.randomUUID().toString();
  private final AtomicInteger databases = new AtomicInteger();
  private final Path binaries;
  private final Path folder;
  private final int port;

  private PostgresServer(Path binaries, Path folder, int port) {
    this.binaries = binaries;
    this.folder = folder;
    this.port = port;
  }

  /** The server, started when nobody has yet; skips the test where PostgreSQL is not installed. */
  public static synchronized PostgresServer shared() {
    PostgresServer server = shared;
    if (server == null) {
      Optional<Path> binaries = findBinaries();
      Assumptions.assumeTrue(
          binaries.isPresent(), "PostgreSQL is not installed: apt-get install postgresql");
      try {
        removeFoldersOfTheDead();
        server = start(binaries.orElseThrow());
      } catch (IOException | SQLException e) {
        throw new IllegalStateException("PostgreSQL did not start", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while PostgreSQL started", e);
      }
      shared = server;
    }
    return server;
  }

  /** The password of {@link #USER}. */
  public String password() {
    return password;
  }

  /** The JDBC URL of a database of this server, without user and password. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  public int port() {
    return port;
  }

  /** Makes an empty database; its name. */
  public String newDatabase() {
    return newDatabase("template1");
  }

  /** Makes a copy of a database to which nobody is connected; its name. */
  public String newDatabase(String template) {
    String name = "test" + databases.incrementAndGet();
    execute("CREATE DATABASE " + name + " TEMPLATE " + template);
    return name;
  }

  /** Runs a statement as superuser. */
  public void execute(String sql) {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("failed: " + sql, e);
    }
  }

  /** Connects as superuser. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), USER, password);
  }

  private static Optional<Path> findBinaries() {
    List<Path> candidates = new ArrayList<>();
    for (String entry : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      candidates.add(Path.of(entry));
    }
    if (Files.isDirectory(DEBIAN)) {
      try (Stream<Path> versions = Files.list(DEBIAN)) {
        versions.sorted().map(version -> version.resolve("bin")).forEach(candidates::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return candidates.stream()
        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
        .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
        .findFirst();
  }

  private static PostgresServer start(Path binaries)
      throws IOException, InterruptedException, SQLException {
    Path folder = Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
    PostgresServer server = new PostgresServer(binaries, folder, FreePort.at("127.0.0.1"));
    server.initialize();
    server.launch();
    return server;
  }

  private void initialize() throws IOException, InterruptedException {
    Path passwordFile = Files.writeString(folder.resolve("password"), password);
    give(folder);
    give(passwordFile);
    Process initdb =
        unprivileged(
                "initdb",
                "--pgdata=" + folder.resolve("data"),
                "--username=" + USER,
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("initdb.log").toFile())
            .start();
    if (initdb.waitFor() != 0) {
      throw new IOException(Files.readString(folder.resolve("initdb.log")));
    }
  }

  private void launch() throws IOException, InterruptedException, SQLException {
    ProcessBuilder builder =
        unprivileged(
            "postgres",
            "-D",
            folder.resolve("data").toString(),
            "-p",
            String.valueOf(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=off");
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("server.log").toFile());
    Process process = launchFromLastingThread(builder);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process), "stop PostgreSQL"));
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try (Connection connection = connect("postgres")) {
        if (connection.isValid(1)) {
          return;
        }
      } catch (SQLException e) {
        if (System.nanoTime() > deadline || process.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw new IOException(Files.readString(folder.resolve("server.log")), e);
        }
      }
    }
  }

  /** The kernel ends the server with the thread that started it, so that thread must last. */
  private static Process launchFromLastingThread(ProcessBuilder builder)
      throws IOException, InterruptedException {
    List<Object> started = new ArrayList<>();
    CountDownLatch ready = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                started.add(builder.start());
              } catch (IOException e) {
                started.add(e);
              }
              ready.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "PostgreSQL's parent");
    thread.setDaemon(true);
    thread.start();
    ready.await();
    if (started.get(0) instanceof IOException failure) {
      throw failure;
    }
    return (Process) started.get(0);
  }

  private ProcessBuilder unprivileged(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
      command.addAll(List.of("/usr/bin/setpriv", "--pdeathsig", "INT"));
      if (isRoot()) {
        String user = account();
        command.addAll(List.of("--reuid", user, "--init-groups"));
      }
    } else if (isRoot()) {
      command.addAll(List.of("runuser", "-u", account(), "--"));
    }
    command.add(binaries.resolve(program).toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(folder.toFile());
  }

  private void give(Path path) throws IOException {
    if (isRoot()) {
      UserPrincipal owner =
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(account());
      Files.setOwner(path, owner);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Debian's package makes the account postgres; where it is missing, nobody serves as well. */
  private static String account() {
    try {
      Path.of("/")
          .getFileSystem()
          .getUserPrincipalLookupService()
          .lookupPrincipalByName("postgres");
      return "postgres";
    } catch (IOException e) {
      return "nobody";
    }
  }

  private void stop(Process process) {
    // SIGINT, a fast shutdown, cannot be sent from Java; the data are thrown away anyway.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(120, TimeUnit.SECONDS);
      remove(folder);
    } catch (IOException e) {
      // The next start removes it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeFoldersOfTheDead() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    List<Path> left;
    try (Stream<Path> entries = Files.list(temporary)) {
      left = entries.filter(entry -> entry.getFileName().toString().startsWith(PREFIX)).toList();
    }
    for (Path each : left) {
      long pid =
          Long.parseLong(each.getFileName().toString().substring(PREFIX.length()).split("-", 2)[0]);
      if (ProcessHandle.of(pid).isEmpty()) {
        remove(each);
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, @Nullable IOException problem)
              throws IOException {
            Files.deleteIfExists(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
