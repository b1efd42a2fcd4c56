package dev.muster.packages.distribution;

import dev.muster.packages.Addresses;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecrypter;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;
import org.sonatype.plexus.components.sec.dispatcher.DefaultSecDispatcher;

/**
 * What Maven's settings say: those of the user go before those of the installation, variables are
 * put in and passwords decrypted, as Maven does it.
 */
record MavenSettings(
    Settings settings, List<Server> servers, List<Proxy> proxies, List<String> warnings) {

  MavenSettings {
    servers = List.copyOf(servers);
    proxies = List.copyOf(proxies);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads them.
   *
   * @param environment for {@code ${env.NAME}}
   * @throws MusterException CONFIGURATION when a file is no settings file
   */
  static MavenSettings read(MavenHome home, Map<String, String> environment) {
    DefaultSettingsBuildingRequest request = new DefaultSettingsBuildingRequest();
    Properties system = new Properties();
    system.putAll(System.getProperties());
    environment.forEach((name, value) -> system.setProperty("env." + name, value));
    request.setSystemProperties(system);
    if (Files.isReadable(home.userSettings())) {
      request.setUserSettingsFile(home.userSettings().toFile());
    }
    Path global = home.globalSettings();
    if (global != null) {
      request.setGlobalSettingsFile(global.toFile());
    }
    Settings settings;
    try {
      settings =
          new DefaultSettingsBuilderFactory().newInstance().build(request).getEffectiveSettings();
    } catch (SettingsBuildingException e) {
      SettingsProblem first = e.getProblems().get(0);
      throw new MusterException(
          ErrorKind.CONFIGURATION,
          "Maven's settings cannot be read: "
              + Addresses.withoutCredentials(String.valueOf(first.getMessage())),
          "correct " + (first.getSource().isEmpty() ? home.userSettings() : first.getSource()),
          e);
    }
    SettingsDecryptionResult decrypted =
        new DefaultSettingsDecrypter(
                new DefaultSecDispatcher(
                    new DefaultPlexusCipher(), Map.of(), home.security().toString()))
            .decrypt(new DefaultSettingsDecryptionRequest(settings));
    return new MavenSettings(
        settings,
        decrypted.getServers(),
        decrypted.getProxies(),
        decrypted.getProblems().stream()
            .map(problem -> "Maven's settings: " + problem.getMessage())
            .toList());
  }

  /** The user's own repository of files that Maven fetched before. */
  Path repository(MavenHome home) {
    String named = settings.getLocalRepository();
    return named == null || named.isBlank() ? home.repository() : Path.of(named);
  }

  /**
   * Profiles that are active by name or by default. Other activations (of a JDK, a file) belong to
   * builds and are not looked at.
   */
  List<Profile> activeProfiles() {
    Set<String> named = new LinkedHashSet<>(settings.getActiveProfiles());
    return settings.getProfiles().stream()
        .filter(
            profile ->
                named.contains(profile.getId())
                    || (profile.getActivation() != null
                        && profile.getActivation().isActiveByDefault()))
        .toList();
  }
}
