package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The SDK's standard chain, with the given environment in place of the JVM's where it says
 * something: keys in variables, then AWS_PROFILE, then the standard order.
 */
final class S3Credentials implements AwsCredentialsProvider, SdkAutoCloseable {

  private final AwsCredentialsProviderChain chain;

  private S3Credentials(AwsCredentialsProviderChain chain) {
    this.chain = chain;
  }

  static S3Credentials of(Function<String, @Nullable String> environment) {
    List<AwsCredentialsProvider> providers = new ArrayList<>();
    keys(environment).ifPresent(keys -> providers.add(StaticCredentialsProvider.create(keys)));
    String profile = environment.apply("AWS_PROFILE");
    if (profile != null && !profile.isBlank()) {
      providers.add(profile(environment, profile));
    } else {
      providers.add(SystemPropertyCredentialsProvider.create());
      providers.add(EnvironmentVariableCredentialsProvider.create());
      providers.add(WebIdentityTokenFileCredentialsProvider.create());
      providers.add(profile(environment, null));
      providers.add(ContainerCredentialsProvider.create());
      if (!"true".equalsIgnoreCase(environment.apply("AWS_EC2_METADATA_DISABLED"))) {
        providers.add(InstanceProfileCredentialsProvider.create());
      }
    }
    return new S3Credentials(
        AwsCredentialsProviderChain.builder().credentialsProviders(providers).build());
  }

  private static Optional<AwsCredentials> keys(Function<String, @Nullable String> environment) {
    String id = environment.apply("AWS_ACCESS_KEY_ID");
    String secret = environment.apply("AWS_SECRET_ACCESS_KEY");
    String token = environment.apply("AWS_SESSION_TOKEN");
    if (id == null || id.isBlank() || secret == null || secret.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        token == null || token.isBlank()
            ? AwsBasicCredentials.create(id, secret)
            : AwsSessionCredentials.create(id, secret, token));
  }

  private static AwsCredentialsProvider profile(
      Function<String, @Nullable String> environment, @Nullable String name) {
    ProfileCredentialsProvider.Builder builder =
        ProfileCredentialsProvider.builder().profileFile(() -> S3Profiles.read(environment));
    return name == null ? builder.build() : builder.profileName(name).build();
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return chain.resolveCredentials();
    } catch (SdkClientException none) {
      throw new MusterException(
          ErrorKind.UNAUTHORIZED,
          "no credentials for S3 were found",
          "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
          none);
    }
  }

  @Override
  public void close() {
    chain.close();
  }
}
