package dev.muster.stores;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;

/** The AWS profile files, where the given environment says they are. */
final class S3Profiles {

  private static final String DEFAULT = "default";

  private S3Profiles() {}

  /** Both files as one; either may be missing. */
  static ProfileFile read(Function<String, @Nullable String> environment) {
    ProfileFile.Aggregator files = ProfileFile.aggregator();
    place(environment, "AWS_SHARED_CREDENTIALS_FILE")
        .or(ProfileFileLocation::credentialsFileLocation)
        .filter(Files::isReadable)
        .ifPresent(path -> files.addFile(file(path, ProfileFile.Type.CREDENTIALS)));
    place(environment, "AWS_CONFIG_FILE")
        .or(ProfileFileLocation::configurationFileLocation)
        .filter(Files::isReadable)
        .ifPresent(path -> files.addFile(file(path, ProfileFile.Type.CONFIGURATION)));
    return files.build();
  }

  /** The region that the chosen profile names. */
  static Optional<String> region(Function<String, @Nullable String> environment) {
    String name = environment.apply("AWS_PROFILE");
    return read(environment)
        .profile(name == null || name.isBlank() ? DEFAULT : name)
        .flatMap(profile -> profile.property("region"));
  }

  private static Optional<Path> place(
      Function<String, @Nullable String> environment, String variable) {
    return Optional.ofNullable(environment.apply(variable))
        .filter(path -> !path.isBlank())
        .map(Path::of);
  }

  private static ProfileFile file(Path path, ProfileFile.Type type) {
    return ProfileFile.builder().content(path).type(type).build();
  }
}
