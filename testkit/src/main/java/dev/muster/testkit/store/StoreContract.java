package dev.muster.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.Store;
import dev.muster.spi.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every promise of {@link Store}; an implementation's test is a subclass. */
public abstract class StoreContract {

  @TempDir Path sources;

  /** The store under test: the same through one test, and empty when that begins. */
  protected abstract Store store();

  /** A store whose folder or bucket does not exist. */
  protected abstract Store missing();

  /** Tells whether objects carry etags here. */
  protected abstract boolean hasEtags();

  /** Why the server that the test runs on cannot hold a key; empty when it can, as it should. */
  protected Optional<String> serverCannotHold(String key) {
    return Optional.empty();
  }

  @Test
  protected void rootEndsWithSlash() {
    assertThat(store().root()).endsWith("/");
  }

  @Test
  protected void emptyStoreListsNothing() {
    assertThat(keys("")).isEmpty();
  }

  @Test
  protected void listsInTheOrderOfUtf8Bytes() {
    List<String> ordered =
        List.of(
            "A",
            "a b",
            "a-b",
            "a.csv",
            "a/b.csv",
            "a/b/c",
            "a/ba",
            "a0",
            "b",
            "\u00e9",
            "\uff21",
            "\ud83d\ude00");
    List<String> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(7));
    shuffled.forEach(key -> put(key, key));
    assertThat(keys("")).containsExactlyElementsOf(ordered);
  }

  @Test
  protected void prefixNeedNotEndAtSlash() {
    List.of("data/2025/a", "data/2026/a", "data/2026/b", "data/2", "database", "x")
        .forEach(key -> put(key, "-"));
    assertThat(keys("data/2026/")).containsExactly("data/2026/a", "data/2026/b");
    assertThat(keys("data/202")).containsExactly("data/2025/a", "data/2026/a", "data/2026/b");
    assertThat(keys("data/2026/a")).containsExactly("data/2026/a");
    assertThat(keys("datab")).containsExactly("database");
    assertThat(keys("data"))
        .containsExactly("data/2", "data/2025/a", "data/2026/a", "data/2026/b", "database");
  }

  @Test
  protected void prefixThatNothingHasListsNothing() {
    put("a/b", "-");
    assertThat(keys("b")).isEmpty();
    assertThat(keys("a/b/c")).isEmpty();
    assertThat(keys("no/such/folder/")).isEmpty();
  }

  @Test
  protected void listingTellsSizeTimeAndEtag() {
    put("five", "12345");
    StoredObject listed = list("").get(0);
    assertThat(listed.key()).isEqualTo("five");
    assertThat(listed.size()).isEqualTo(5);
    assertThat(listed.modified())
        .isBetween(
            Instant.now().minus(Duration.ofMinutes(2)), Instant.now().plus(Duration.ofMinutes(2)));
    assertThat(listed.etag().isEmpty()).isEqualTo(!hasEtags());
    assertThat(listed.etag()).doesNotContain("\"");
  }

  @Test
  protected void findSeesWhatListingSees() {
    put("folder/one", "1");
    StoredObject found = store().find("folder/one").orElseThrow();
    StoredObject listed = list("").get(0);
    assertThat(found.key()).isEqualTo(listed.key());
    assertThat(found.size()).isEqualTo(listed.size());
    assertThat(found.etag()).isEqualTo(listed.etag());
    assertThat(Duration.between(found.modified(), listed.modified()).abs())
        .isLessThan(Duration.ofSeconds(1));
  }

  @Test
  protected void findIsEmptyWhereNothingIs() {
    put("folder/one", "1");
    assertThat(store().find("none")).isEmpty();
    assertThat(store().find("folder/none")).isEmpty();
    assertThat(store().find("folder")).as("a folder is no object").isEmpty();
    assertThat(store().find("folder/one/below")).isEmpty();
  }

  @Test
  protected void readsWholeAndRanges() {
    put("digits", "0123456789");
    assertThat(read("digits", 0, -1)).isEqualTo("0123456789");
    assertThat(read("digits", 3, -1)).isEqualTo("3456789");
    assertThat(read("digits", 0, 4)).isEqualTo("0123");
    assertThat(read("digits", 3, 4)).isEqualTo("3456");
    assertThat(read("digits", 9, 1)).isEqualTo("9");
    assertThat(read("digits", 3, 0)).isEmpty();
    assertThat(read("digits", 8, 100)).isEqualTo("89");
    assertThat(read("digits", 8, Long.MAX_VALUE)).isEqualTo("89");
    assertThat(read("digits", 10, -1)).isEmpty();
    assertThat(read("digits", 1000, 5)).isEmpty();
  }

  @Test
  protected void keepsEveryByte() throws IOException {
    byte[] bytes = new byte[300_000];
    new Random(11).nextBytes(bytes);
    Path source = sources.resolve("random");
    Files.write(source, bytes);
    store().put("random", source);
    try (InputStream in = store().open("random", 0, -1, "")) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
    try (InputStream in = store().open("random", 0, -1, "")) {
      for (int i = 0; i < 512; i++) {
        assertThat(in.read()).isEqualTo(bytes[i] & 0xff);
      }
    }
  }

  @Test
  protected void emptyObjectsAreObjects() {
    put("empty", "");
    assertThat(list("").get(0).size()).isZero();
    assertThat(store().find("empty")).hasValueSatisfying(o -> assertThat(o.size()).isZero());
    assertThat(read("empty", 0, -1)).isEmpty();
    assertThat(read("empty", 0, 100)).isEmpty();
    assertThat(read("empty", 5, 100)).isEmpty();
  }

  @Test
  protected void readsUnderTheEtagThatWasListed() {
    assumeTrue(hasEtags(), "this store has no etags");
    put("a", "old");
    String etag = list("").get(0).etag();
    assertThat(read(store(), "a", 0, -1, etag)).isEqualTo("old");
    assertThat(read(store(), "a", 1, 1, etag)).isEqualTo("l");
    put("a", "new");
    assertThatKind(() -> read(store(), "a", 0, -1, etag), ErrorKind.CONFLICT, "a");
    assertThatKind(() -> read(store(), "a", 1, 1, etag), ErrorKind.CONFLICT, "a");
    assertThatKind(() -> read(store(), "a", 1, 0, etag), ErrorKind.CONFLICT, "a");
  }

  @Test
  protected void strangeEtagIsConflict() {
    put("a", "x");
    assertThatKind(() -> read(store(), "a", 0, -1, "no-such-etag"), ErrorKind.CONFLICT, "a");
  }

  @Test
  protected void openingNothingIsNotFound() {
    put("folder/one", "1");
    for (String key : List.of("none", "folder", "folder/none", "folder/one/below")) {
      assertThatKind(() -> read(key, 0, -1), ErrorKind.NOT_FOUND, key);
      assertThatKind(() -> read(key, 0, 0), ErrorKind.NOT_FOUND, key);
    }
  }

  @Test
  protected void missingRootIsNotFound() {
    Store missing = missing();
    String name = missing.root().replaceAll("^[a-z0-9]+:/*|/$", "");
    assertThatKind(() -> list(missing, ""), ErrorKind.NOT_FOUND, name);
    assertThatKind(() -> list(missing, "a/b"), ErrorKind.NOT_FOUND, name);
    assertThatKind(() -> read(missing, "a", 0, -1, ""), ErrorKind.NOT_FOUND, name);
    assertThat(missing.find("a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b.csv",
        " leading and trailing ",
        "quote\"and'apostrophe",
        "two\nlines",
        "tab\tcr\rbell\u0007",
        "100%25.csv",
        "a%2Fb",
        "hash#tag?query=1&x=2;y",
        "back\\slash",
        "plus+minus-tilde~",
        "(brackets)[square]{curly}<angle>",
        "star*question?",
        "$HOME`id`!",
        "-rf",
        "...",
        ".hidden",
        "caf\u00e9/na\u00efve/\u65e5\u672c\u8a9e.csv",
        "decomposed e\u0301",
        "emoji \ud83d\ude00",
        "a:b@c,d=e|f^g"
      })
  protected void takesOddNames(String key) {
    serverCannotHold(key).ifPresent(Assumptions::abort);
    put(key, key);
    assertThat(keys("")).containsExactly(key);
    assertThat(keys(key)).containsExactly(key);
    assertThat(keys(key.substring(0, 1))).containsExactly(key);
    assertThat(store().find(key)).isPresent();
    assertThat(read(key, 0, -1)).isEqualTo(key);
    assertThat(read(store(), key, 0, 1, store().find(key).orElseThrow().etag())).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../../x",
        "a/..",
        "..",
        "/etc/passwd",
        "/",
        "",
        "a\0b",
        "lone\ud83dsurrogate"
      })
  protected void refusesKeysThatLeaveTheStore(String key) throws IOException {
    Path source = Files.writeString(sources.resolve("source"), "x");
    assertThatKind(() -> store().find(key), ErrorKind.INVALID, "key");
    assertThatKind(() -> read(key, 0, -1), ErrorKind.INVALID, "key");
    assertThatKind(() -> store().put(key, source), ErrorKind.INVALID, "key");
    assertThatKind(() -> store().localPath(key), ErrorKind.INVALID, "key");
    assertThat(keys("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../", "a/../", "../../etc/pass", "/", "/etc"})
  protected void refusesPrefixesThatLeaveTheStore(String prefix) {
    assertThatKind(() -> list(prefix), ErrorKind.INVALID, "key");
  }

  @Test
  protected void putMakesFoldersAndReplaces() {
    put("deep/er/still/x", "one");
    put("deep/er/still/x", "second");
    assertThat(read("deep/er/still/x", 0, -1)).isEqualTo("second");
    assertThat(list("")).hasSize(1);
  }

  @Test
  protected void putOfMissingFileIsNotFoundAndKeepsTheOld() {
    put("a", "old");
    assertThatKind(() -> store().put("a", sources.resolve("none")), ErrorKind.NOT_FOUND, "none");
    assertThat(read("a", 0, -1)).isEqualTo("old");
    assertThat(keys("")).containsExactly("a");
  }

  @Test
  protected void readersSeeOldOrNewWhilePutReplaces() throws Exception {
    int size = 200_000;
    List<Path> versions = new ArrayList<>();
    for (char c = 'a'; c < 'e'; c++) {
      byte[] bytes = new byte[size];
      Arrays.fill(bytes, (byte) c);
      versions.add(Files.write(sources.resolve("version-" + c), bytes));
    }
    store().put("changing", versions.get(0));
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> readers =
          List.of(threads.submit(() -> readAll(done)), threads.submit(() -> readAll(done)));
      for (int i = 1; i <= 40; i++) {
        store().put("changing", versions.get(i % versions.size()));
        assertThat(list("")).extracting(StoredObject::size).containsExactly((long) size);
      }
      done.set(true);
      for (Future<Integer> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
  }

  private int readAll(AtomicBoolean done) throws IOException {
    int count = 0;
    do {
      try (InputStream in = store().open("changing", 0, -1, "")) {
        byte[] bytes = in.readAllBytes();
        assertThat(bytes).hasSize(200_000);
        byte first = bytes[0];
        assertThat(bytes).containsOnly(first);
        count++;
      }
    } while (!done.get());
    return count;
  }

  @Test
  protected void listingMayBeLeftInTheMiddle() {
    for (int i = 0; i < 30; i++) {
      put("k%02d".formatted(i), "-");
    }
    try (Stream<StoredObject> objects = store().list("")) {
      Iterator<StoredObject> iterator = objects.iterator();
      assertThat(iterator.next().key()).isEqualTo("k00");
    }
    try (Stream<StoredObject> objects = store().list("")) {
      assertThat(objects.limit(3).map(StoredObject::key)).containsExactly("k00", "k01", "k02");
    }
  }

  @Test
  protected void deletesWhatIsThereAndSaysNothingOfWhatIsNot() {
    put("folder/one", "1");
    put("folder/other", "2");
    store().delete("folder/one");
    store().delete("folder/one");
    store().delete("no/such/key");
    assertThat(keys("")).containsExactly("folder/other");
    assertThat(store().find("folder/one")).isEmpty();
  }

  @Test
  protected void localPathHoldsTheObject() throws IOException {
    put("folder/one", "content");
    Path local = store().localPath("folder/one").orElse(null);
    assumeTrue(local != null, "objects of this store are not on this machine");
    assertThat(Files.readString(local)).isEqualTo("content");
  }

  @Test
  protected void closesTwice() {
    put("a", "-");
    store().close();
    store().close();
  }

  /** Writes text as UTF-8. */
  protected final void put(String key, String content) {
    try {
      Path source = Files.createTempFile(sources, "source", null);
      Files.writeString(source, content);
      store().put(key, source);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The keys of a listing. */
  protected final List<String> keys(String prefix) {
    return list(prefix).stream().map(StoredObject::key).toList();
  }

  private List<StoredObject> list(String prefix) {
    return list(store(), prefix);
  }

  private static List<StoredObject> list(Store store, String prefix) {
    try (Stream<StoredObject> objects = store.list(prefix)) {
      return objects.toList();
    }
  }

  private String read(String key, long offset, long length) {
    return read(store(), key, offset, length, "");
  }

  /** Reads a range as UTF-8. */
  protected static String read(Store store, String key, long offset, long length, String etag) {
    try (InputStream in = store.open(key, offset, length, etag)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Asserts that something fails with a kind, and says of what. */
  protected static void assertThatKind(Runnable action, ErrorKind kind, String named) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            MusterException.class,
            error -> assertThat(error.kind()).as(error.toString()).isEqualTo(kind))
        .hasMessageContaining(named);
  }
}
