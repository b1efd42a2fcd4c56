package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a bucket is. Names of variables are those of the AWS SDKs' reference guide.
 *
 * @param bucket its name
 * @param endpoint of a server other than Amazon's; buckets are then parts of its path
 * @param region empty: ask the SDK's own chain
 */
record S3Target(String bucket, Optional<URI> endpoint, Optional<String> region) {

  /** The region that servers other than Amazon's take when none is given. */
  private static final String ANY_REGION = "us-east-1";

  static S3Target of(String bucket, Function<String, @Nullable String> environment) {
    Optional<URI> endpoint =
        first(environment, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL").map(S3Target::endpoint);
    Optional<String> region = first(environment, "AWS_REGION", "AWS_DEFAULT_REGION");
    return new S3Target(bucket, endpoint, region.or(() -> endpoint.map(anyServer -> ANY_REGION)));
  }

  private static Optional<String> first(
      Function<String, @Nullable String> environment, String... names) {
    return Stream.of(names)
        .flatMap(name -> Stream.ofNullable(environment.apply(name)))
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  private static URI endpoint(String text) {
    try {
      URI uri = URI.create(text.strip());
      String scheme = uri.getScheme();
      if (uri.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
        return uri;
      }
    } catch (IllegalArgumentException malformed) {
      // told below
    }
    throw new MusterException(
        ErrorKind.CONFIGURATION,
        "the S3 endpoint " + text + " is not an http or https address",
        "set AWS_ENDPOINT_URL to something like http://host:9000");
  }

  /** As users write it. */
  String root() {
    return "s3://" + bucket + "/";
  }

  /** For messages. */
  String server() {
    return endpoint
        .map(uri -> uri.getScheme() + "://" + uri.getHost() + port(uri))
        .orElse("Amazon S3" + region.map(name -> " in " + name).orElse(""));
  }

  private static String port(URI uri) {
    return uri.getPort() < 0 ? "" : ":" + uri.getPort();
  }
}
