package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Brings a tree from a host that has no Python: with {@code sh}, {@code find} and {@code stat}. */
final class ShellGet {

  private static final String HOME = "case $1 in '~/'*) t=${1#'~/'} ;; *) t=$1 ;; esac\n";
  // NUL between fields; %Y and %s are whole numbers, %f hexadecimal type and permissions.
  private static final String LIST =
      HOME
          + """
            if [ -f "$t" ]; then
              printf 'f\\0f\\0\\0'; stat -L -c '%s %f %Y' -- "$t"
            elif [ -d "$t" ]; then
              cd -- "$t" || exit 1
              printf 'd'
              find . -exec sh -c '
                for f do
                  if [ -L "$f" ]; then k=l; elif [ -d "$f" ]; then k=d; elif [ -f "$f" ]; then k=f; else continue; fi
                  printf "\\0%s\\0%s\\0%s\\0%s" "$k" "${f#.}" "$(stat -c "%s %f %Y" -- "$f")" "$(readlink -- "$f"; echo .)"
                done' sh {} +
            else
              echo "no such file or folder: $t" >&2; exit 3
            fi
            """;
  private static final String HASH = HOME + "sha256sum <\"$t${2:+/$2}\"\n";
  private static final String SEND = HOME + "exec cat <\"$t${2:+/$2}\"\n";

  private final Transport transport;

  ShellGet(Transport transport) {
    this.transport = transport;
  }

  void fetch(HostAddress host, String remote, GetRun run)
      throws IOException, HostFaultException, InterruptedException {
    run.list(listing(say(host, run, LIST, remote)));
    List<Integer> files = run.wanted();
    long total = files.stream().mapToLong(file -> run.entry(file).size()).sum();
    try (LocalTarget target = run.target()) {
      Set<LocalTree.Entry> came = new HashSet<>();
      for (int file : files) {
        LocalTree.Entry entry = run.entry(file);
        String sha = say(host, run, HASH, remote, entry.path()).strip().split(" ", 2)[0];
        Path place = target.place(entry);
        if (Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)
            && Files.size(place) == entry.size()
            && FileHashes.of(place, entry.size()).equals(sha)) {
          continue;
        }
        receive(host, remote, run, target, entry);
        run.verify(target, entry, sha);
        run.moved(entry.size(), total);
        came.add(entry);
      }
      run.commit(target, came);
    }
  }

  // From kind, path, "size mode time", link to what get.py says.
  private static List<String> listing(String said) {
    String[] words = said.split("\0", -1);
    List<String> fields = new ArrayList<>(List.of(words[0]));
    boolean one = words[0].equals("f");
    for (int i = 1; i + 2 < words.length; i += 4) {
      String[] state = words[i + 2].strip().split(" ", -1);
      String path = words[i + 1];
      String link = one ? "" : words[i + 3].replaceFirst("\\n?\\.\\n?$", "");
      fields.add(words[i]);
      fields.add(path.startsWith("/") ? path.substring(1) : path);
      fields.add(words[i].equals("f") ? state[0] : "0");
      fields.add(Integer.toOctalString(Integer.parseInt(state[1], 16) & 07777));
      fields.add(state[2] + "000000000");
      fields.add(words[i].equals("l") ? link : "");
    }
    return fields;
  }

  private void receive(
      HostAddress host, String remote, GetRun run, LocalTarget target, LocalTree.Entry entry)
      throws IOException, HostFaultException, InterruptedException {
    AtomicReference<IOException> broken = new AtomicReference<>();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try (FileChannel file = target.open(entry, 0)) {
      ExecListener writer =
          new ExecListener() {
            @Override
            public void output(
                HostAddress from, int position, int command, RemoteStream stream, byte[] bytes) {
              try {
                if (stream == RemoteStream.ERR) {
                  errors.writeBytes(bytes);
                } else if (broken.get() == null) {
                  LocalTarget.write(file, bytes);
                }
              } catch (IOException e) {
                broken.set(e);
              }
            }
          };
      check(
          run(host, run, writer, SEND, remote, entry.path()),
          errors.toString(StandardCharsets.UTF_8));
    }
    IOException failure = broken.get();
    if (failure != null) {
      throw failure;
    }
  }

  private String say(HostAddress host, GetRun run, String script, String... arguments)
      throws HostFaultException, InterruptedException {
    OutputCollector said = new OutputCollector(256 << 20);
    check(run(host, run, said, script, arguments), said.err(0));
    return said.out(0);
  }

  private HostResult run(
      HostAddress host, GetRun run, ExecListener listener, String script, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    argv.addAll(List.of(arguments));
    return transport.run(
        new Transport.Position(host, 0, 0), RemoteCommand.of(argv), run.deadline(), listener);
  }

  private static void check(HostResult result, String errors)
      throws HostFaultException, InterruptedException {
    HostFailure failure = result.failure();
    if (failure != null) {
      if (failure.kind() == HostFailure.Kind.CANCELLED) {
        throw new InterruptedException();
      }
      throw new HostFaultException(failure);
    }
    if (!result.succeeded()) {
      String kind =
          errors.contains("ermission denied")
              ? "permission"
              : errors.contains("o such file") ? "notfound" : "failed";
      throw new HostFaultException(PutPeer.failure(List.of("error", kind, errors.strip())));
    }
  }
}
