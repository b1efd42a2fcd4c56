package dev.muster.packages.distribution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.model.building.DefaultModelBuilderFactory;
import org.apache.maven.model.superpom.SuperPomProvider;
import org.apache.maven.repository.internal.ArtifactDescriptorUtils;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Repository;
import org.apache.maven.settings.Server;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.eclipse.aether.ConfigurationProperties;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.repository.AuthenticationSelector;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.ConservativeAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;

/** Which repositories are asked and how they are reached, as settings and Maven's own POM say. */
final class MavenRemotes {

  /** Maven's own POM, which every POM inherits: it names the default repository. */
  private static final class SuperPom extends DefaultModelBuilderFactory {
    List<org.apache.maven.model.Repository> repositories() {
      SuperPomProvider provider = newSuperPomProvider();
      return provider.getSuperModel("4.0.0").getRepositories();
    }
  }

  private final MavenSettings settings;

  MavenRemotes(MavenSettings settings) {
    this.settings = settings;
  }

  /** Those of active profiles, then Maven's default; of two with the same id the first counts. */
  List<RemoteRepository> repositories() {
    Map<String, RemoteRepository> byId = new LinkedHashMap<>();
    for (Profile profile : settings.activeProfiles()) {
      for (Repository named : profile.getRepositories()) {
        if (named.getReleases() == null || named.getReleases().isEnabled()) {
          byId.putIfAbsent(
              named.getId(),
              releases(
                  new RemoteRepository.Builder(named.getId(), named.getLayout(), named.getUrl())));
        }
      }
    }
    for (org.apache.maven.model.Repository own : new SuperPom().repositories()) {
      byId.putIfAbsent(
          own.getId(),
          releases(new RemoteRepository.Builder(ArtifactDescriptorUtils.toRemoteRepository(own))));
    }
    return new ArrayList<>(byId.values());
  }

  private static RemoteRepository releases(RemoteRepository.Builder builder) {
    return builder
        .setReleasePolicy(
            new RepositoryPolicy(
                true, RepositoryPolicy.UPDATE_POLICY_DAILY, RepositoryPolicy.CHECKSUM_POLICY_FAIL))
        .setSnapshotPolicy(new RepositoryPolicy(false, null, null))
        .build();
  }

  /** Mirrors, proxies, credentials and headers. */
  void configure(SessionBuilder session) {
    DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
    for (Mirror mirror : settings.settings().getMirrors()) {
      mirrors.add(
          mirror.getId(),
          mirror.getUrl(),
          mirror.getLayout(),
          false,
          mirror.isBlocked(),
          mirror.getMirrorOf(),
          mirror.getMirrorOfLayouts());
    }
    DefaultProxySelector proxies = new DefaultProxySelector();
    for (Proxy proxy : settings.proxies()) {
      if (proxy.isActive()) {
        AuthenticationBuilder user = new AuthenticationBuilder();
        user.addUsername(proxy.getUsername()).addPassword(proxy.getPassword());
        proxies.add(
            new org.eclipse.aether.repository.Proxy(
                proxy.getProtocol(), proxy.getHost(), proxy.getPort(), user.build()),
            proxy.getNonProxyHosts());
      }
    }
    session
        .setMirrorSelector(mirrors)
        .setProxySelector(proxies)
        .setAuthenticationSelector(authentication(session));
  }

  private AuthenticationSelector authentication(SessionBuilder session) {
    DefaultAuthenticationSelector known = new DefaultAuthenticationSelector();
    for (Server server : settings.servers()) {
      AuthenticationBuilder user = new AuthenticationBuilder();
      user.addUsername(server.getUsername()).addPassword(server.getPassword());
      user.addPrivateKey(server.getPrivateKey(), server.getPassphrase());
      known.add(server.getId(), user.build());
      Map<String, String> headers = headers(server);
      if (!headers.isEmpty()) {
        session.setConfigProperty(
            ConfigurationProperties.HTTP_HEADERS + "." + server.getId(), headers);
      }
    }
    return new ConservativeAuthenticationSelector(known);
  }

  /** The headers that Maven's own transport takes from a server's configuration. */
  private static Map<String, String> headers(Server server) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (server.getConfiguration() instanceof Xpp3Dom configuration
        && configuration.getChild("httpHeaders") != null) {
      for (Xpp3Dom header : configuration.getChild("httpHeaders").getChildren()) {
        Xpp3Dom name = header.getChild("name");
        Xpp3Dom value = header.getChild("value");
        if (name != null && value != null && value.getValue() != null) {
          headers.put(name.getValue(), value.getValue());
        }
      }
    }
    return headers;
  }
}
