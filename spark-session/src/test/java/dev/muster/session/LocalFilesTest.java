package dev.muster.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hadoop's own, which starts programs, is the oracle. */
class LocalFilesTest {

  private final Configuration configuration = new Configuration(false);
  private final LocalFiles ours = new LocalFiles();
  private final LocalFileSystem hadoops = new LocalFileSystem();

  @BeforeEach
  void open() throws IOException {
    configuration.set("fs.permissions.umask-mode", "027");
    ours.initialize(URI.create("file:///"), configuration);
    hadoops.initialize(URI.create("file:///"), configuration);
  }

  @AfterEach
  void close() throws IOException {
    ours.close();
    hadoops.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0644", "0755", "0600", "0000", "1777", "0640"})
  void permissionsAreThoseOfHadoop(String mode, @TempDir java.nio.file.Path folder)
      throws IOException {
    Path file = new Path(Files.createFile(folder.resolve("a b")).toString());
    ours.setPermission(file, new FsPermission(mode));

    same(ours.getFileStatus(file), hadoops.getFileStatus(file));
    assertThat(hadoops.getFileStatus(file).getPermission().toShort())
        .isEqualTo(Short.parseShort(mode, 8));
  }

  @Test
  void whatIsMadeIsMadeAsHadoopMakesIt(@TempDir java.nio.file.Path folder) throws IOException {
    Path ourFolder = new Path(folder.resolve("ours").toString());
    Path other = new Path(folder.resolve("hadoops").toString());
    ours.mkdirs(ourFolder);
    hadoops.mkdirs(other);
    ours.create(new Path(ourFolder, "x")).close();
    hadoops.create(new Path(other, "x")).close();

    assertThat(hadoops.getFileStatus(ourFolder).getPermission())
        .isEqualTo(hadoops.getFileStatus(other).getPermission());
    FileStatus[] found = ours.listStatus(ourFolder);
    assertThat(found).hasSize(1);
    assertThat(found[0].getPermission()).isEqualTo(hadoops.listStatus(other)[0].getPermission());
    assertThat(found[0].getLen()).isZero();
  }

  @Test
  void aLinkIsWhatItPointsTo(@TempDir java.nio.file.Path folder) throws IOException {
    Files.writeString(folder.resolve("target"), "12345");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("target"));
    Path link = new Path(folder.resolve("link").toString());

    same(ours.getFileStatus(link), hadoops.getFileStatus(link));
  }

  @Test
  void whatIsNotThereIsSaidAsHadoopSaysIt(@TempDir java.nio.file.Path folder) {
    Path none = new Path(folder.resolve("none").toString());
    assertThatExceptionOfType(FileNotFoundException.class)
        .isThrownBy(() -> ours.getFileStatus(none));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> ours.setPermission(none, new FsPermission("0644")));
  }

  private static void same(FileStatus one, FileStatus other) {
    assertThat(one.getPermission()).isEqualTo(other.getPermission());
    assertThat(one.getOwner()).isEqualTo(other.getOwner());
    assertThat(one.getGroup()).isEqualTo(other.getGroup());
    assertThat(one.getLen()).isEqualTo(other.getLen());
    assertThat(one.getModificationTime()).isEqualTo(other.getModificationTime());
    assertThat(one.getBlockSize()).isEqualTo(other.getBlockSize());
    assertThat(one.getPath()).isEqualTo(other.getPath());
    assertThat(one.isDirectory()).isEqualTo(other.isDirectory());
  }
}
