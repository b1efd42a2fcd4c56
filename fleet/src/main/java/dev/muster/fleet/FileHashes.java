package dev.muster.fleet;

import dev.muster.model.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** SHA-256 of local files, computed in the background while bytes travel. */
final class FileHashes {

  // From here on the system's program, three times as fast as the JVM's first compiler, pays.
  private static final long LARGE = 4 << 20;

  private final LocalTree tree;
  private final Map<Integer, CompletableFuture<String>> whole = new ConcurrentHashMap<>();

  private FileHashes(LocalTree tree) {
    this.tree = tree;
  }

  /** Starts with the first file. */
  static FileHashes start(LocalTree tree, Executor executor) {
    FileHashes hashes = new FileHashes(tree);
    for (int i = 0; i < tree.entries().size(); i++) {
      if (tree.entries().get(i).kind() == LocalTree.Kind.FILE) {
        hashes.whole.put(i, new CompletableFuture<>());
      }
    }
    executor.execute(hashes::run);
    return hashes;
  }

  private void run() {
    for (int i = 0; i < tree.entries().size(); i++) {
      CompletableFuture<String> future = whole.get(i);
      if (future != null) {
        LocalTree.Entry entry = tree.entries().get(i);
        try {
          String stated = tree.sha256(entry);
          future.complete(stated != null ? stated : of(tree.file(entry), entry.size()));
        } catch (IOException | RuntimeException e) {
          future.completeExceptionally(e);
        }
      }
    }
  }

  /** In hexadecimal; waits for it. */
  String whole(int entry) throws IOException, InterruptedException {
    try {
      CompletableFuture<String> future = whole.get(entry);
      if (future == null) {
        throw new IllegalArgumentException("entry " + entry + " is no file");
      }
      return future.get();
    } catch (java.util.concurrent.ExecutionException | CompletionException e) {
      throw new IOException(Faults.text(e.getCause() == null ? e : e.getCause()), e);
    }
  }

  /** Of the first bytes of a file. */
  String beginning(int entry, long length) throws IOException {
    try (InputStream in = tree.open(tree.entries().get(entry))) {
      return java(in, length);
    }
  }

  /** Of a file, in hexadecimal. */
  static String of(Path file, long size) throws IOException {
    if (size >= LARGE) {
      String said = program(file);
      if (said != null) {
        return said;
      }
    }
    try (InputStream in = Files.newInputStream(file)) {
      return java(in, size);
    }
  }

  private static @org.jspecify.annotations.Nullable String program(Path file) {
    try {
      Process process =
          new ProcessBuilder(List.of("sha256sum"))
              .redirectInput(file.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream out = process.getInputStream()) {
        String said = new String(out.readNBytes(1024), StandardCharsets.US_ASCII);
        return process.waitFor() == 0 && said.matches("[0-9a-f]{64}\\s.*\\R?")
            ? said.substring(0, 64)
            : null;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private static String java(InputStream in, long length) throws IOException {
    MessageDigest digest = Digest.sha256();
    byte[] buffer = new byte[64 << 10];
    for (long left = length; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("a file became shorter while it was copied");
      }
      digest.update(buffer, 0, read);
      left -= read;
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
