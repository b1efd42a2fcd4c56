package dev.muster.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Files of known hosts (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). Certificates are not used. */
final class KnownHosts {

  private static final String HASHED = "|1|";

  /** What the files say of a host and its key. */
  enum Verdict {
    KNOWN,
    UNKNOWN,
    /** Other keys are known of this host. */
    CHANGED,
    REVOKED
  }

  /**
   * The answer.
   *
   * @param file where the line stands; null when there is none
   * @param line from 1
   */
  record Answer(Verdict verdict, @Nullable Path file, int line) {}

  private record Line(Path file, int number, String marker, String type, String key) {}

  private KnownHosts() {}

  /**
   * Looks a key up.
   *
   * @param name as {@link HostSettings#knownName} gives it
   * @param type for instance {@code ssh-ed25519}
   * @param key in Base64
   */
  static Answer find(List<Path> files, String name, String type, String key) {
    Line known = null;
    Line other = null;
    for (Line line : lines(files, name)) {
      boolean same = line.key().equals(key);
      if (line.marker().equals("@revoked")) {
        if (same) {
          return new Answer(Verdict.REVOKED, line.file(), line.number());
        }
      } else if (line.marker().isEmpty()) {
        if (same && known == null) {
          known = line;
        }
        // The line to look at is the one of the same kind of key.
        if (other == null || (line.type().equals(type) && !other.type().equals(type))) {
          other = line;
        }
      }
    }
    if (known != null) {
      return new Answer(Verdict.KNOWN, known.file(), known.number());
    }
    return other == null
        ? new Answer(Verdict.UNKNOWN, null, 0)
        : new Answer(Verdict.CHANGED, other.file(), other.number());
  }

  /** Kinds of keys that are known of a host, so that it is asked for one of them. */
  static Set<String> types(List<Path> files, String name) {
    Set<String> types = new LinkedHashSet<>();
    for (Line line : lines(files, name)) {
      if (line.marker().isEmpty()) {
        types.add(line.type());
      }
    }
    return types;
  }

  /** Adds a host as one whole line, or not at all. */
  static synchronized void add(Path file, String name, boolean hashed, String type, String key)
      throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } catch (java.nio.file.FileAlreadyExistsException e) {
        // Another process was quicker.
      }
    }
    String line = (hashed ? hash(name, salt()) : name) + " " + type + " " + key + "\n";
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid() || find(List.of(file), name, type, key).verdict() == Verdict.KNOWN) {
        return;
      }
      long end = channel.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      boolean open = end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
      byte[] bytes = ((open ? "\n" : "") + line).getBytes(StandardCharsets.UTF_8);
      if (channel.write(ByteBuffer.wrap(bytes), end) != bytes.length) {
        channel.truncate(end);
        throw new IOException("No space left on device");
      }
    }
  }

  private static List<Line> lines(List<Path> files, String name) {
    List<Line> found = new ArrayList<>();
    for (Path file : files) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        continue;
      }
      String text;
      try {
        text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      int number = 0;
      for (String line : text.split("\n", -1)) {
        number++;
        String[] words = line.strip().split("\\s+", -1);
        int at = words[0].startsWith("@") ? 1 : 0;
        if (words.length >= at + 3 && !words[0].startsWith("#") && names(words[at], name)) {
          found.add(new Line(file, number, at == 1 ? words[0] : "", words[at + 1], words[at + 2]));
        }
      }
    }
    return found;
  }

  private static boolean names(String patterns, String name) {
    if (patterns.startsWith(HASHED)) {
      int end = patterns.indexOf('|', HASHED.length());
      if (end < 0) {
        return false;
      }
      try {
        byte[] salt = Base64.getDecoder().decode(patterns.substring(HASHED.length(), end));
        return salt.length > 0 && hash(name, salt).equals(patterns);
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
    if (!patterns.contains("*") && !patterns.contains("?") && !patterns.contains("!")) {
      for (String one : patterns.split(",", -1)) {
        if (one.equalsIgnoreCase(name)) {
          return true;
        }
      }
      return false;
    }
    return SshConfig.hosts(List.of(patterns.split(",", -1))).holds(name);
  }

  private static byte[] salt() {
    byte[] salt = new byte[20];
    new SecureRandom().nextBytes(salt);
    return salt;
  }

  // HMAC-SHA1 of the name under a salt, as OpenSSH hashes names.
  private static String hash(String name, byte[] salt) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(salt, "HmacSHA1"));
      Base64.Encoder base64 = Base64.getEncoder();
      return HASHED
          + base64.encodeToString(salt)
          + "|"
          + base64.encodeToString(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HmacSHA1", e);
    }
  }
}
