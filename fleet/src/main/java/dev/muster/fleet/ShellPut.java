package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteInput;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a tree to a host that has no Python: with {@code sh} and the core utilities, a command for
 * each file. Slower, does not resume, passes nothing on; keeps the same promises otherwise.
 */
final class ShellPut {

  private static final String COMMON =
      """
      set -e
      case $1 in '~/'*) t=${1#'~/'} ;; *) t=$1 ;; esac
      case $t in /*) ;; *) t=$PWD/$t ;; esac
      s=$(dirname -- "$t"; echo .); s=${s%??}/.muster-$(basename -- "$t")
      fail() { echo "error $1 $2"; exit 1; }
      """;
  private static final String PREPARE =
      COMMON
          + """
            if [ "$2" = f ] && [ -d "$t" ]; then fail isfolder "$t is a folder there"; fi
            if [ "$2" = d ] && [ -e "$t" ] && [ ! -d "$t" ]; then fail failed "$t is a file there, not a folder"; fi
            mkdir -p -- "$(dirname -- "$t")"
            rm -rf -- "$s"
            mkdir -m 700 -- "$s"
            """;
  private static final String SAME =
      COMMON
          + """
            f=$t${2:+/$2}
            if [ -f "$f" ] && [ ! -L "$f" ] && [ "$(sha256sum <"$f")" = "$3  -" ]; then echo same; fi
            """;
  private static final String RECEIVE = COMMON + "cat >\"$s/part\"\n";
  private static final String FILE =
      COMMON
          + """
            f=$t${2:+/$2}
            if [ "$6" != same ]; then
              [ "$(sha256sum <"$s/part")" = "$3  -" ] || fail corrupt "$f"
              p=$s/part
            else
              p=$f
            fi
            chmod "$4" "$p"
            touch -d "$5" -- "$p"
            [ "$p" = "$f" ] || mv -f -- "$p" "$f"
            """;
  private static final String FOLDER =
      COMMON + "f=$t${2:+/$2}\n[ -d \"$f\" ] || { mkdir -p -- \"$f\"; chmod \"$3\" \"$f\"; }\n";
  private static final String LINK =
      COMMON
          + "rm -rf -- \"$s/part\"; ln -s -- \"$3\" \"$s/part\"; mv -f -- \"$s/part\" \"$t/$2\"\n";
  private static final String END = COMMON + "rm -rf -- \"$s\"\n";

  /** The first bytes of a stream: a file that grows meanwhile is as it was. */
  private static final class Beginning extends FilterInputStream {
    private long left;

    Beginning(InputStream in, long length) {
      super(in);
      left = length;
    }

    @Override
    public int read() throws IOException {
      int read = left > 0 ? super.read() : -1;
      left -= read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int read = left > 0 ? super.read(to, offset, (int) Math.min(length, left)) : -1;
      left -= Math.max(0, read);
      return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = super.skip(Math.min(bytes, left));
      left -= skipped;
      return skipped;
    }
  }

  private final Transport transport;

  ShellPut(Transport transport) {
    this.transport = transport;
  }

  CopyResult run(HostAddress host, PutGroup.Job job) throws InterruptedException {
    long files = 0;
    long bytes = 0;
    long moved = 0;
    HostFailure failure = null;
    try {
      String target = job.target();
      say(host, job, PREPARE, target, job.tree().folder() ? "d" : "f");
      for (int i = 0; i < job.tree().entries().size(); i++) {
        LocalTree.Entry entry = job.tree().entries().get(i);
        String mode = Integer.toOctalString(entry.mode());
        switch (entry.kind()) {
          case FOLDER -> say(host, job, FOLDER, target, entry.path(), mode);
          case LINK -> say(host, job, LINK, target, entry.path(), entry.link());
          case FILE -> {
            files++;
            bytes += entry.size();
            String sha = job.hashes().whole(i);
            boolean same = say(host, job, SAME, target, entry.path(), sha).equals("same");
            if (!same) {
              send(host, job, entry);
              moved += entry.size();
            }
            Instant time =
                Instant.ofEpochSecond(
                    Math.floorDiv(entry.modified(), 1_000_000_000L),
                    Math.floorMod(entry.modified(), 1_000_000_000L));
            say(
                host,
                job,
                FILE,
                target,
                entry.path(),
                sha,
                mode,
                time.toString(),
                same ? "same" : "new");
            job.listener().progress(host, 0, bytes, bytes);
          }
        }
      }
    } catch (HostFaultException e) {
      failure = e.failure();
    } catch (IOException e) {
      failure = new HostFailure(HostFailure.Kind.FAILED, Faults.text(e), null);
    }
    clean(host, job);
    return new CopyResult(
        host,
        files,
        bytes,
        moved,
        moved == 0 ? CopyResult.Route.NONE : CopyResult.Route.DIRECT,
        failure,
        job.deadline().elapsed());
  }

  private void clean(HostAddress host, PutGroup.Job job) throws InterruptedException {
    try {
      say(host, job, END, job.target());
    } catch (HostFaultException e) {
      // It says no more than what failed before.
    }
  }

  private void send(HostAddress host, PutGroup.Job job, LocalTree.Entry entry)
      throws HostFaultException, InterruptedException {
    RemoteInput file = to -> new Beginning(job.tree().open(entry), entry.size());
    List<String> argv = List.of("sh", "-c", RECEIVE, "sh", job.target());
    say(host, job, RemoteCommand.of(argv).withInput(file));
  }

  private String say(HostAddress host, PutGroup.Job job, String script, String... arguments)
      throws HostFaultException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    argv.addAll(List.of(arguments));
    return say(host, job, RemoteCommand.of(argv));
  }

  private String say(HostAddress host, PutGroup.Job job, RemoteCommand command)
      throws HostFaultException, InterruptedException {
    OutputCollector said = new OutputCollector();
    HostResult result =
        transport.run(new Transport.Position(host, 0, 0), command, job.deadline(), said);
    HostFailure failure = result.failure();
    if (failure != null) {
      if (failure.kind() == HostFailure.Kind.CANCELLED) {
        throw new InterruptedException();
      }
      throw new HostFaultException(failure);
    }
    String out = said.out(0).strip();
    if (!result.succeeded()) {
      String line = out.lines().filter(one -> one.startsWith("error ")).findFirst().orElse("");
      throw new HostFaultException(
          line.isEmpty()
              ? failure(said.err(0).strip())
              : PutPeer.failure(List.of(line.split(" ", 3))));
    }
    return out;
  }

  private static HostFailure failure(String errors) {
    String kind =
        errors.contains("No space left") || errors.contains("quota exceeded")
            ? "disk"
            : errors.contains("ermission denied") || errors.contains("Read-only")
                ? "permission"
                : "failed";
    return PutPeer.failure(List.of("error", kind, errors));
  }
}
