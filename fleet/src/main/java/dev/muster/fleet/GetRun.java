package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.FileFault;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.HostFailure;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Brings a file or folder from one host. */
final class GetRun {

  private final Transport transport;
  private final ShellGet shellGet;
  private final HostAddress host;
  private final int position;
  private final String remote;
  private final String local;
  private final CopyOptions options;
  private final CopyListener listener;
  private final Deadline deadline;
  private final Excludes excludes;
  private RemoteListing listing = RemoteListing.NOTHING;
  private List<LocalTree.Entry> entries = List.of();
  private long moved;
  private volatile boolean late;

  /**
   * @param local the place; with a slash at its end the folder of the place
   */
  GetRun(
      Transport transport,
      ShellGet shellGet,
      HostAddress host,
      int position,
      String remote,
      String local,
      CopyOptions options,
      CopyListener listener) {
    this.transport = transport;
    this.shellGet = shellGet;
    this.host = host;
    this.position = position;
    this.remote = remote;
    this.local = local;
    this.options = options;
    this.listener = listener;
    this.deadline = Deadline.in(options.deadline());
    this.excludes = new Excludes(options.excludes());
  }

  CopyResult run() {
    HostFailure failure = null;
    try {
      transfer();
    } catch (HostFaultException e) {
      failure = e.failure();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = Faults.cancelled();
    } catch (IOException | RuntimeException e) {
      failure = failure(e);
    }
    CopyResult result =
        new CopyResult(
            host,
            entries.stream().filter(entry -> entry.kind() == LocalTree.Kind.FILE).count(),
            entries.stream().mapToLong(LocalTree.Entry::size).sum(),
            moved,
            moved == 0 ? CopyResult.Route.NONE : CopyResult.Route.DIRECT,
            failure,
            deadline.elapsed());
    listener.ended(position, result);
    return result;
  }

  private HostFailure failure(Exception e) {
    if (Thread.currentThread().isInterrupted()) {
      return Faults.cancelled();
    }
    if (late) {
      return new HostFailure(
          HostFailure.Kind.TIMEOUT, "the copy was not done within " + deadline, null);
    }
    if (e instanceof FileAlreadyExistsException) {
      return new HostFailure(HostFailure.Kind.FAILED, Faults.text(e), null);
    }
    if (e instanceof FileSystemException local1) {
      FileFault fault = FileFault.of(local1);
      return new HostFailure(
          fault.full() ? HostFailure.Kind.DISK_FULL : HostFailure.Kind.PERMISSION,
          "on this machine: " + fault.words(),
          null);
    }
    return Faults.disconnected(Faults.text(e));
  }

  private void transfer() throws IOException, HostFaultException, InterruptedException {
    Optional<RemoteProcess> started =
        transport.python(host, Copies.program("get.py"), true, deadline);
    if (started.isEmpty()) {
      shellGet.fetch(host, remote, this);
      return;
    }
    CountDownLatch done = new CountDownLatch(1);
    try (RemoteProcess process = started.orElseThrow()) {
      Thread caller = Thread.currentThread();
      Thread guard = new Thread(() -> guard(process, caller, done), "fleet-get-guard");
      guard.setDaemon(true);
      guard.start();
      talk(process);
    } finally {
      done.countDown();
    }
  }

  // Reading is not interrupted: the connection is ended instead, by deadline or by interruption.
  private void guard(RemoteProcess process, Thread caller, CountDownLatch done) {
    try {
      while (!done.await(100, TimeUnit.MILLISECONDS)) {
        if (deadline.isOver() || caller.isInterrupted()) {
          late = deadline.isOver();
          process.end();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void talk(RemoteProcess process)
      throws IOException, HostFaultException, InterruptedException {
    DataInputStream in = new DataInputStream(process.out());
    Frames.write(process.in(), 'M', List.of(remote));
    list(expect(in, 'L').fields());
    List<Integer> files = wanted();
    try (LocalTarget target = target()) {
      Map<Integer, Long> needed = needed(process, in, target, files);
      Set<LocalTree.Entry> came = new HashSet<>();
      List<String> request = new ArrayList<>();
      for (Map.Entry<Integer, Long> one : needed.entrySet()) {
        request.add(one.getKey().toString());
        request.add(one.getValue().toString());
        moved += listing.entry(one.getKey()).size() - one.getValue();
      }
      if (!needed.isEmpty()) {
        Frames.write(process.in(), 'G', request);
      }
      long arrived = 0;
      for (Map.Entry<Integer, Long> one : needed.entrySet()) {
        arrived = receive(in, target, one.getKey(), one.getValue(), arrived);
        came.add(listing.entry(one.getKey()));
      }
      target.commit(entries, came);
    }
    Frames.write(process.in(), 'E', List.of());
  }

  /** What the host has: as get.py lists it. */
  void list(List<String> fields) throws IOException {
    listing = RemoteListing.parse(fields);
  }

  /** Where all of it goes: a file also into a folder that is there, as cp has it. */
  LocalTarget target() throws IOException {
    String name = remote.replaceAll("/+$", "");
    String last = name.substring(name.lastIndexOf('/') + 1);
    boolean into = local.endsWith("/") || (!listing.folder() && Files.isDirectory(Path.of(local)));
    Path path = into ? Path.of(local, last.isEmpty() ? "copy" : last) : Path.of(local);
    if (!listing.folder() && Files.isDirectory(path)) {
      throw new FileAlreadyExistsException(
          path.toString(), null, "it is a folder here: name another place");
    }
    if (listing.folder()
        && Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(path)) {
      throw new FileAlreadyExistsException(path.toString(), null, "it is a file here, no folder");
    }
    return new LocalTarget(path, options.resume());
  }

  /** Numbers of the files that are not left out; keeps the entries that are not. */
  List<Integer> wanted() {
    List<Integer> kept = listing.without(excludes);
    entries = kept.stream().map(listing::entry).toList();
    return kept.stream()
        .filter(number -> listing.entry(number).kind() == LocalTree.Kind.FILE)
        .toList();
  }

  LocalTree.Entry entry(int number) {
    return listing.entry(number);
  }

  Deadline deadline() {
    return deadline;
  }

  void moved(long bytes, long total) {
    moved += bytes;
    listener.progress(host, position, moved, total);
  }

  void commit(LocalTarget target, Set<LocalTree.Entry> came) throws IOException {
    target.commit(entries, came);
  }

  // Files that are not here, and from which byte on: asks for the hashes of those that may be.
  private Map<Integer, Long> needed(
      RemoteProcess process, DataInputStream in, LocalTarget target, List<Integer> files)
      throws IOException, HostFaultException {
    Map<Integer, Long> needed = new TreeMap<>();
    Map<Integer, Path> here = new TreeMap<>();
    List<String> questions = new ArrayList<>();
    for (int file : files) {
      LocalTree.Entry entry = listing.entry(file);
      needed.put(file, 0L);
      Path place = target.place(entry);
      long arrived = target.arrived(entry);
      if (Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)
          && Files.size(place) == entry.size()) {
        here.put(file, place);
        questions.addAll(List.of(Integer.toString(file), Long.toString(entry.size())));
      } else if (arrived > 0) {
        here.put(file, target.part(entry));
        questions.addAll(List.of(Integer.toString(file), Long.toString(arrived)));
      }
    }
    if (!questions.isEmpty()) {
      Frames.write(process.in(), 'Q', questions);
      List<String> answers = expect(in, 'Q').fields();
      for (int i = 0; i + 1 < answers.size(); i += 2) {
        int file = Integer.parseInt(answers.get(i));
        Path mine = here.get(file);
        if (mine != null && FileHashes.of(mine, Files.size(mine)).equals(answers.get(i + 1))) {
          if (mine.equals(target.place(listing.entry(file)))) {
            needed.remove(file);
          } else {
            needed.put(file, Files.size(mine));
          }
        }
      }
    }
    return needed;
  }

  private long receive(DataInputStream in, LocalTarget target, int number, long from, long before)
      throws IOException, HostFaultException {
    LocalTree.Entry entry = listing.entry(number);
    long arrived = before;
    try (FileChannel file = target.open(entry, from)) {
      while (true) {
        Frames.Frame frame = next(in);
        if (frame.letter() == 'F') {
          verify(target, entry, frame.fields().get(2));
          return arrived;
        }
        LocalTarget.write(file, frame.payload());
        arrived += frame.payload().length;
        listener.progress(host, position, arrived, moved);
      }
    }
  }

  /** Compares what is on the disk here. */
  void verify(LocalTarget target, LocalTree.Entry entry, String sha256)
      throws IOException, HostFaultException {
    Path part = target.part(entry);
    if (!FileHashes.of(part, Files.size(part)).equals(sha256)) {
      Files.deleteIfExists(part);
      throw new HostFaultException(
          HostFailure.Kind.CORRUPT,
          "what arrived differs from what was sent: " + entry.path(),
          "try again");
    }
  }

  private static Frames.Frame expect(DataInputStream in, char letter)
      throws IOException, HostFaultException {
    Frames.Frame frame = next(in);
    if (frame.letter() != letter) {
      throw new IOException("the host says " + frame.letter() + " instead of " + letter);
    }
    return frame;
  }

  private static Frames.Frame next(DataInputStream in) throws IOException, HostFaultException {
    Frames.Frame frame = Frames.read(in);
    if (frame.letter() == 'X') {
      List<String> fields = frame.fields();
      throw new HostFaultException(PutPeer.failure(List.of("error", fields.get(0), fields.get(1))));
    }
    return frame;
  }
}
