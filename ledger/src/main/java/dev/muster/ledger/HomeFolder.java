package dev.muster.ledger;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** The folder that a SQLite ledger lives in. */
final class HomeFolder {

  /**
   * File systems whose locks or shared memory do not hold between machines: SQLite's documentation,
   * "How To Corrupt An SQLite Database File", section 2.1, and "Write-Ahead Logging", section 1.
   */
  private static final Set<String> NETWORK =
      Set.of(
          "nfs",
          "nfs3",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "sshfs",
          "9p",
          "lustre",
          "glusterfs",
          "beegfs",
          "ceph",
          "ceph-fuse",
          "gpfs",
          "afs",
          "coda",
          "orangefs",
          "pvfs2",
          "davfs",
          "davfs2",
          "s3fs",
          "gcsfuse",
          "blobfuse",
          "blobfuse2",
          "goofys",
          "rclone",
          "juicefs",
          "mountpoint-s3");

  private static final String FUSE = "fuse.";

  private HomeFolder() {}

  /**
   * Makes the folder when it is missing and checks where it is.
   *
   * @throws MusterException FORBIDDEN when it cannot be made, CONFIGURATION when it is on a network
   */
  static void prepare(Path home, Function<Path, String> fileSystem) {
    try {
      if (!Files.isDirectory(home)) {
        makePrivate(home);
      }
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.FORBIDDEN,
          "the folder " + home + " of the ledger cannot be made: " + e,
          "set MUSTER_HOME to a folder that you may write to",
          e);
    }
    String type = fileSystem.apply(home);
    if (isNetwork(type)) {
      throw new MusterException(
          ErrorKind.CONFIGURATION,
          "the ledger cannot live in " + home + ": its file system, " + type + ", is a network's",
          "set MUSTER_HOME to a local folder, or MUSTER_LEDGER to jdbc:postgresql://host/database");
    }
  }

  static boolean isNetwork(String type) {
    String name = type.toLowerCase(Locale.ROOT);
    return NETWORK.contains(name.startsWith(FUSE) ? name.substring(FUSE.length()) : name);
  }

  private static void makePrivate(Path home) throws IOException {
    Files.createDirectories(home);
    if (home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
