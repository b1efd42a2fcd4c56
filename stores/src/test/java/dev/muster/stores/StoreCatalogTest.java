package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreCatalogTest {

  @Test
  void opensEachRootOnce() {
    try (StoreCatalog catalog = StoreCatalog.load(name -> null)) {
      Store folder = catalog.open("file:/data/");
      assertThat(catalog.open("file:/data/")).isSameAs(folder);
      assertThat(catalog.open("file:///data")).isSameAs(folder);
      assertThat(catalog.open("file:/other/")).isNotSameAs(folder);
      assertThat(catalog.open("s3://bucket").root()).isEqualTo("s3://bucket/");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host/", "data/", "", ":", "FILE:/data/"})
  void unknownSchemeNamesTheKnownOnes(String root) {
    try (StoreCatalog catalog = StoreCatalog.load(name -> null)) {
      assertThatThrownBy(() -> catalog.open(root))
          .isInstanceOfSatisfying(
              MusterException.class,
              error -> {
                assertThat(error.kind()).isEqualTo(ErrorKind.INVALID);
                assertThat(error.hint()).isEqualTo("known schemes: file, hdfs, s3, webhdfs");
              })
          .hasMessageContaining(root);
    }
  }

  @Test
  void twoFactoriesOfOneSchemeAreRefused() {
    assertThatThrownBy(
            () ->
                new StoreCatalog(
                    List.of(new FileStoreFactory(), new FileStoreFactory()), name -> null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("file");
  }

  /** Loading the AWS SDK costs more than all of Muster's own start. */
  @Test
  void doesNotLoadTheAwsSdkForFolders(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("a.csv"), "x");
    String out =
        Forked.java(
            ListOne.class, List.of("-verbose:class"), Map.of(), "file:" + folder, "s3://bucket/");
    assertThat(out).contains("listed a.csv", "dev.muster.stores.S3StoreFactory");
    assertThat(out).doesNotContain("software.amazon");
  }

  /** Lists its first argument; only opens the second. */
  static final class ListOne {

    public static void main(String[] arguments) {
      try (StoreCatalog catalog = StoreCatalog.load(name -> null)) {
        try (var objects = catalog.open(arguments[0]).list("")) {
          objects.forEach(object -> System.out.println("listed " + object.key()));
        }
        System.out.println("opened " + catalog.getClass() + " for " + arguments[1]);
      }
    }
  }
}
