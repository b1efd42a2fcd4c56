package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The SDK's client of one bucket, made when first used: opening a store talks to nobody. */
final class S3Connection implements AutoCloseable {

  private final S3Target target;
  private final Function<String, @Nullable String> environment;
  private final S3Limits limits;
  private @Nullable S3Client client;
  private @Nullable S3Presigner presigner;
  private @Nullable S3Credentials credentials;

  S3Connection(S3Target target, Function<String, @Nullable String> environment, S3Limits limits) {
    this.target = target;
    this.environment = environment;
    this.limits = limits;
  }

  synchronized S3Client client() {
    if (client == null) {
      client = build(login());
    }
    return client;
  }

  /** Signs addresses; talks to nobody but who gives the login. */
  synchronized S3Presigner presigner() {
    if (presigner == null) {
      S3Presigner.Builder builder =
          S3Presigner.builder().credentialsProvider(login()).region(Region.of(region()));
      target
          .endpoint()
          .ifPresent(
              uri ->
                  builder
                      .endpointOverride(uri)
                      .serviceConfiguration(
                          S3Configuration.builder().pathStyleAccessEnabled(true).build()));
      presigner = builder.build();
    }
    return presigner;
  }

  private S3Credentials login() {
    if (credentials == null) {
      credentials = S3Credentials.of(environment);
    }
    return credentials;
  }

  private S3Client build(S3Credentials login) {
    S3ClientBuilder builder =
        S3Client.builder()
            .credentialsProvider(login)
            .region(Region.of(region()))
            // Servers other than Amazon's may refuse the SDK's new trailing checksums and the
            // chunked signatures that carry them.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(limits.connect())
                    .socketTimeout(limits.read()))
            .overrideConfiguration(
                calls ->
                    calls
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                        .apiCallTimeout(limits.call()));
    target.endpoint().ifPresent(uri -> builder.endpointOverride(uri).forcePathStyle(true));
    return builder.build();
  }

  private String region() {
    return target
        .region()
        .or(() -> S3Profiles.region(environment))
        .orElseGet(
            () -> {
              try {
                return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
              } catch (SdkClientException none) {
                throw new MusterException(
                    ErrorKind.CONFIGURATION,
                    "no AWS region is set for " + target.root(),
                    "set AWS_REGION, or AWS_ENDPOINT_URL for a server other than Amazon's",
                    none);
              }
            });
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
      client = null;
    }
    if (presigner != null) {
      presigner.close();
      presigner = null;
    }
    if (credentials != null) {
      credentials.close();
      credentials = null;
    }
  }
}
