package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FileListingTest {

  private static final Comparator<String> BYTES =
      Comparator.comparing(
          (String key) -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  @Property
  void comparesAsUtf8Bytes(@ForAll("names") String left, @ForAll("names") String right) {
    assertThat(Integer.signum(Utf8Order.INSTANCE.compare(left, right)))
        .isEqualTo(Integer.signum(BYTES.compare(left, right)));
  }

  @Property(tries = 150)
  void listsAnyTreeInTheOrderOfWholeKeys(
      @ForAll("trees") Set<String> drawn, @ForAll("names") String prefix) throws IOException {
    Path folder = Files.createTempDirectory("listing");
    try {
      Set<String> keys = withoutFilesThatAreFolders(drawn);
      for (String key : keys) {
        Path path = FileNames.resolve(folder, key);
        Files.createDirectories(path.getParent());
        Files.createFile(path);
      }
      assertThat(list(folder, "")).isEqualTo(keys.stream().sorted(BYTES).toList());
      assertThat(list(folder, prefix))
          .isEqualTo(keys.stream().filter(k -> k.startsWith(prefix)).sorted(BYTES).toList());
      for (String key : keys) {
        String half = key.substring(0, key.offsetByCodePoints(0, 1));
        assertThat(list(folder, half))
            .isEqualTo(keys.stream().filter(k -> k.startsWith(half)).sorted(BYTES).toList());
      }
    } finally {
      delete(folder);
    }
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings()
        .withChars('a', 'b', '.', '-', '0', ' ', '!', '~')
        .withChars('\u00e9', '\uff21', '\ue000')
        .ofMinLength(1)
        .ofMaxLength(3)
        .flatMap(text -> Arbitraries.of(text, text + "\ud83d\ude00", "\ud800\udc00" + text))
        .filter(name -> !name.equals(".") && !name.equals(".."));
  }

  @Provide
  Arbitrary<Set<String>> trees() {
    return names()
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(parts -> String.join("/", parts))
        .set()
        .ofMaxSize(25);
  }

  private static Set<String> withoutFilesThatAreFolders(Set<String> keys) {
    Set<String> kept = new HashSet<>();
    for (String key : keys) {
      if (keys.stream().noneMatch(other -> other.startsWith(key + "/"))) {
        kept.add(key);
      }
    }
    return kept;
  }

  private static List<String> list(Path folder, String prefix) {
    return StreamSupport.stream(new FileListing(folder, prefix), false)
        .map(object -> object.key())
        .toList();
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
