package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.Store;
import dev.muster.spi.store.StoredObject;
import dev.muster.testkit.s3.Fault;
import dev.muster.testkit.s3.GeneratedBucket;
import dev.muster.testkit.s3.MemoryBucket;
import dev.muster.testkit.s3.Operation;
import dev.muster.testkit.s3.S3Request;
import dev.muster.testkit.s3.ScriptedS3;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What S3 does when something goes wrong. */
class S3StoreTest {

  private static final S3Limits PATIENT =
      new S3Limits(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(90), 1000);

  private static final S3Limits BRIEF =
      new S3Limits(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(10), 1000);

  @TempDir Path folder;
  private final ScriptedS3 s3 = ScriptedS3.start();
  private final MemoryBucket bucket = new MemoryBucket().with("a", "0123456789");
  private Store store;

  @BeforeEach
  void open() {
    s3.add("data", bucket);
    store = S3Store.open("data", s3.environment(), PATIENT);
  }

  @AfterEach
  void close() {
    store.close();
    s3.close();
  }

  @Test
  void listsPageByPage() {
    s3.add("many", new GeneratedBucket(25, "k%03d"::formatted, key -> new byte[3]));
    s3.pageSize(10);
    try (Store many = S3Store.open("many", s3.environment(), PATIENT)) {
      assertThat(keys(many, "")).hasSize(25).isSorted().doesNotHaveDuplicates();
      assertThat(s3.requests(Operation.LIST)).hasSize(3);
      assertThat(keys(many, "k01")).hasSize(10).allMatch(key -> key.startsWith("k01"));
    }
  }

  @Test
  void fetchesNoPageThatNobodyReads() {
    s3.add("many", new GeneratedBucket(25, "k%03d"::formatted, key -> new byte[3]));
    s3.pageSize(10);
    try (Store many = S3Store.open("many", s3.environment(), PATIENT);
        Stream<StoredObject> objects = many.list("")) {
      assertThat(s3.requests(Operation.LIST)).isEmpty();
      assertThat(objects.limit(10).count()).isEqualTo(10);
      assertThat(s3.requests(Operation.LIST)).hasSize(1);
    }
  }

  @Test
  void leavesOutFolderMarks() {
    bucket.with("folder/", "").with("folder/x", "x");
    assertThat(keys(store, "")).containsExactly("a", "folder/x");
  }

  @Test
  void triesAgainWhenToldToSlowDown() {
    s3.fail(2, Operation.GET, Fault.slowDown());
    assertThat(read("a")).isEqualTo("0123456789");
    assertThat(s3.requests(Operation.GET)).hasSize(3);
  }

  @Test
  void givesUpAfterThreeTries() {
    s3.fail(5, Operation.LIST, Fault.refuse(500, "InternalError"));
    MusterException error = failure(() -> keys(store, ""));
    assertThat(error.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    assertThat(error).hasMessageContaining("s3://data/").hasMessageContaining("500 InternalError");
    assertThat(s3.requests(Operation.LIST)).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "404, NoSuchBucket, NOT_FOUND",
    "404, NoSuchKey, NOT_FOUND",
    "403, AccessDenied, FORBIDDEN",
    "403, InvalidAccessKeyId, UNAUTHORIZED",
    "403, SignatureDoesNotMatch, UNAUTHORIZED",
    "400, ExpiredToken, UNAUTHORIZED",
    "403, RequestTimeTooSkewed, UNAUTHORIZED",
    "400, AuthorizationHeaderMalformed, CONFIGURATION",
    "412, PreconditionFailed, CONFLICT",
    "400, InvalidArgument, INVALID",
    "501, NotImplemented, UNAVAILABLE",
  })
  void givesAnswersTheirKinds(int status, String code, ErrorKind kind) {
    s3.fail(9, Operation.GET, Fault.refuse(status, code));
    MusterException error = failure(() -> read("a"));
    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error)
        .hasMessageContaining("s3://data/a")
        .hasMessageContaining(status + " " + code)
        .hasMessageContaining(s3.endpoint().toString());
  }

  @Test
  void slowDownForEverIsRateLimited() {
    s3.fail(9, Operation.HEAD, Fault.slowDown());
    assertThat(failure(() -> store.find("a")).kind()).isEqualTo(ErrorKind.RATE_LIMITED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"LIST", "GET", "HEAD", "PUT"})
  void namesTheRightRegion(Operation operation) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    s3.fail(9, operation, Fault.wrongRegion("eu-west-3"));
    MusterException error =
        failure(
            () -> {
              switch (operation) {
                case LIST -> keys(store, "");
                case GET -> read("a");
                case HEAD -> store.find("a");
                default -> store.put("a", file);
              }
            });
    assertThat(error.kind()).isEqualTo(ErrorKind.CONFIGURATION);
    assertThat(error.hint()).contains("AWS_REGION=eu-west-3");
  }

  @Test
  void silenceIsTimeout() {
    s3.fail(9, Operation.HEAD, new Fault.Stall());
    long start = System.nanoTime();
    try (Store brief = S3Store.open("data", s3.environment(), BRIEF)) {
      assertThat(failure(() -> brief.find("a")).kind()).isEqualTo(ErrorKind.TIMEOUT);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(80));
  }

  @Test
  void nobodyThereIsUnavailable() {
    ScriptedS3 gone = ScriptedS3.start();
    gone.close();
    try (Store store = S3Store.open("data", gone.environment(), PATIENT)) {
      MusterException error = failure(() -> keys(store, ""));
      assertThat(error.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
      assertThat(error).hasMessageContaining(gone.endpoint().toString());
    }
  }

  @Test
  void unknownHostIsUnavailable() {
    try (Store store = open(Map.of("AWS_ENDPOINT_URL", "http://no-such-host.invalid:9000"))) {
      MusterException error = failure(() -> keys(store, ""));
      assertThat(error.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
      assertThat(error).hasMessageContaining("http://no-such-host.invalid:9000");
    }
  }

  @Test
  void cutContentIsUnavailableNotShort() {
    s3.fail(9, Operation.GET, new Fault.Cut(4));
    MusterException error = failure(() -> read("a"));
    assertThat(error.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    assertThat(error).hasMessageContaining("s3://data/a");
  }

  @Test
  void halfAListingIsUnavailableNotShort() {
    bucket.with("b", "x").with("c", "y");
    s3.fail(9, Operation.LIST, new Fault.HalfXml());
    assertThat(failure(() -> keys(store, "")).kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    s3.fail(9, Operation.LIST, new Fault.Cut(80));
    assertThat(failure(() -> keys(store, "")).kind()).isEqualTo(ErrorKind.UNAVAILABLE);
  }

  @Test
  void serverThatIgnoresIfMatchIsCaught() {
    String etag = store.find("a").orElseThrow().etag();
    s3.fail(1, Operation.GET, new Fault.WrongEtag());
    assertThatThrownBy(() -> store.open("a", 0, -1, etag))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT))
        .hasMessageContaining("s3://data/a has changed since it was listed");
  }

  @Test
  void serverThatIgnoresRangesIsCaught() throws IOException {
    s3.fail(1, Operation.GET, new Fault.IgnoredRange());
    assertThat(failure(() -> store.open("a", 3, 2, "")).kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    s3.fail(1, Operation.GET, new Fault.IgnoredRange());
    try (InputStream in = store.open("a", 0, 2, "")) {
      assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("01");
    }
  }

  @Test
  void sendsPlainBodiesThatOldServersTake() throws IOException {
    store.put("new", Files.writeString(folder.resolve("file"), "content"));
    assertThat(bucket.content("new")).hasValue("content".getBytes(StandardCharsets.UTF_8));
    S3Request put = s3.requests(Operation.PUT).get(0);
    assertThat(put.headers()).doesNotContainKeys("x-amz-trailer", "content-encoding");
    assertThat(put.headers()).containsEntry("content-length", "7");
  }

  @Test
  void repeatsAPutWithItsWholeContent() throws IOException {
    s3.fail(1, Operation.PUT, Fault.slowDown());
    store.put("new", Files.writeString(folder.resolve("file"), "content"));
    assertThat(read("new")).isEqualTo("content");
  }

  @Test
  void repeatsAPartWithItsOwnContent() throws IOException {
    String content = "0123456789".repeat(250);
    s3.fail(1, Operation.PUT_PART, Fault.refuse(500, "InternalError"));
    store.put("parts", Files.writeString(folder.resolve("file"), content));
    assertThat(read("parts")).isEqualTo(content);
    assertThat(s3.requests(Operation.PUT_PART)).hasSize(4);
    assertThat(s3.requests(Operation.ABORT_PARTS)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"PUT_PART", "COMPLETE_PARTS"})
  void abortsAnUploadThatFails(Operation operation) throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[2500]);
    s3.fail(9, operation, Fault.refuse(403, "AccessDenied"));
    MusterException error = failure(() -> store.put("parts", file));
    assertThat(error.kind()).isEqualTo(ErrorKind.FORBIDDEN);
    assertThat(s3.requests(Operation.ABORT_PARTS)).hasSize(1);
    assertThat(store.find("parts")).isEmpty();
  }

  @Test
  void saysWhichVariablesGiveCredentials() {
    Map<String, String> noKeys =
        Map.of("AWS_PROFILE", "none", "AWS_ENDPOINT_URL", s3.endpoint().toString());
    try (Store store = S3Store.open("data", noKeys::get, PATIENT)) {
      MusterException error = failure(() -> keys(store, ""));
      assertThat(error.kind()).isEqualTo(ErrorKind.UNAUTHORIZED);
      assertThat(error.hint()).contains("AWS_ACCESS_KEY_ID", "AWS_PROFILE");
    }
    assertThat(s3.requests(Operation.LIST)).isEmpty();
  }

  @Test
  void takesKeysAndRegionOfAProfile() throws IOException {
    Path credentials =
        Files.writeString(
            folder.resolve("credentials"),
            "[lab]\naws_access_key_id = LABKEY\naws_secret_access_key = hidden\n");
    Map<String, String> profile =
        Map.of(
            "AWS_PROFILE", "lab",
            "AWS_SHARED_CREDENTIALS_FILE", credentials.toString(),
            "AWS_ENDPOINT_URL", "http://localhost:1",
            "AWS_ENDPOINT_URL_S3", s3.endpoint().toString(),
            "AWS_DEFAULT_REGION", "eu-north-1");
    try (Store store = S3Store.open("data", profile::get, PATIENT)) {
      assertThat(keys(store, "")).containsExactly("a");
    }
    assertThat(s3.requests(Operation.LIST).get(0).headers().get("authorization"))
        .contains("Credential=LABKEY/")
        .contains("/eu-north-1/s3/");
  }

  @Test
  void sendsSessionTokens() {
    try (Store store = open(Map.of("AWS_SESSION_TOKEN", "token"))) {
      assertThat(keys(store, "")).containsExactly("a");
    }
    assertThat(s3.requests(Operation.LIST).get(0).headers())
        .containsEntry("x-amz-security-token", "token");
  }

  @Test
  void noErrorTellsASecret() {
    List<String> secrets = List.of("AKIASECRETID", "very-secret", "session-secret");
    Map<String, String> keys =
        Map.of(
            "AWS_ACCESS_KEY_ID", secrets.get(0),
            "AWS_SECRET_ACCESS_KEY", secrets.get(1),
            "AWS_SESSION_TOKEN", secrets.get(2));
    try (Store store = open(keys)) {
      for (Fault fault :
          List.of(
              Fault.refuse(403, "SignatureDoesNotMatch"),
              Fault.refuse(403, "InvalidAccessKeyId"),
              Fault.refuse(500, "InternalError"),
              new Fault.HalfXml())) {
        s3.fail(3, Operation.LIST, fault);
        MusterException error = failure(() -> keys(store, ""));
        StringWriter everything = new StringWriter();
        error.printStackTrace(new PrintWriter(everything));
        assertThat(everything + " " + error.hint()).doesNotContain(secrets);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"s3:data", "s3://", "s3://bucket/folder/", "s3://x y/"})
  void refusesRootsThatNameNoBucket(String root) {
    assertThatThrownBy(() -> new S3StoreFactory().open(root, name -> null))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID))
        .hasMessageContaining(root);
  }

  @Test
  void refusesEndpointsThatAreNoAddress() {
    assertThat(failure(() -> open(Map.of("AWS_ENDPOINT_URL", "localhost:9000"))).kind())
        .isEqualTo(ErrorKind.CONFIGURATION);
  }

  private Store open(Map<String, String> changes) {
    Map<String, String> environment = new HashMap<>();
    for (String name :
        List.of("AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")) {
      environment.put(name, s3.environment().apply(name));
    }
    environment.putAll(changes);
    return S3Store.open("data", environment::get, PATIENT);
  }

  private String read(String key) {
    try (InputStream in = store.open(key, 0, -1, "")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new AssertionError("stores throw MusterException", failure);
    }
  }

  private static List<String> keys(Store store, String prefix) {
    try (Stream<StoredObject> objects = store.list(prefix)) {
      return objects.map(StoredObject::key).toList();
    }
  }

  private static MusterException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
    MusterException error = catchThrowableOfType(MusterException.class, action);
    assertThat(error).isNotNull();
    return error;
  }
}
