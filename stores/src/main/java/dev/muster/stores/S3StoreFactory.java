package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.Store;
import dev.muster.spi.store.StoreFactory;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Opens buckets: {@code s3://bucket/}, in Amazon's S3 or in whatever AWS_ENDPOINT_URL_S3 or
 * AWS_ENDPOINT_URL names. This class knows nothing of the AWS SDK, so that looking for factories
 * does not load it.
 */
public final class S3StoreFactory implements StoreFactory {

  /** A little wider than Amazon's rule: other servers take capitals and underscores too. */
  private static final Pattern ROOT = Pattern.compile("s3://([A-Za-z0-9][A-Za-z0-9._-]{1,254})/?");

  @Override
  public Set<String> schemes() {
    return Set.of("s3");
  }

  @Override
  public Store open(String root, Function<String, @Nullable String> environment) {
    var matcher = ROOT.matcher(root);
    if (!matcher.matches()) {
      throw new MusterException(
          ErrorKind.INVALID,
          "the store " + root + " names no bucket",
          "write s3://bucket/; what follows the bucket belongs into keys");
    }
    return S3Store.open(matcher.group(1), environment, S3Limits.STANDARD);
  }
}
