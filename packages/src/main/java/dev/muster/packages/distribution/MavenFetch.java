package dev.muster.packages.distribution;

import dev.muster.packages.Addresses;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.aether.ConfigurationProperties;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.LocalRepositoryManager;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactDescriptorPolicy;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.VersionRangeRequest;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.util.repository.ChainedLocalRepositoryManager;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;

/**
 * One conversation with Maven repositories. What was fetched, by us or before by Maven, is not
 * fetched again; checksums must be there and right.
 */
final class MavenFetch implements AutoCloseable {

  private static final int DOWNLOADS_AT_ONCE = 8;
  private static final int MOST_LICENCES = 20;
  private static final int CONNECT_MILLIS = 10_000;

  /** Maven's scopes of what is on the class path of a program that runs. */
  private static final String COMPILE = "compile";

  private static final String RUNTIME = "runtime";

  /** A server that sends nothing for so long has gone. */
  private static final int SILENCE_MILLIS = 30_000;

  /**
   * What POMs may look at. Fixed, so that a version resolves to the same files wherever it is
   * resolved: those of hosts with Linux and Java 17.
   */
  private static final Map<String, String> HOST =
      Map.of(
          "java.version", "17.0.0",
          "java.specification.version", "17",
          "os.name", "Linux",
          "os.arch", "amd64",
          "os.version", "5.0",
          "file.separator", "/");

  /** A POM with faults is taken as Maven takes it; one that is missing would hide what it needs. */
  private static final ArtifactDescriptorPolicy POMS =
      new SimpleArtifactDescriptorPolicy(false, true);

  /** Behind coordinates: without what they need. */
  private static final String ALONE = "!";

  private final String what;
  private final RepositorySystem system;
  private final CloseableSession opening;
  private final CloseableSession session;
  private final List<RemoteRepository> remotes;
  private final FetchMonitor monitor;

  /**
   * @param what for messages: "fetching spark 4.1.1"
   * @param own our repository, written to
   * @param users the one of the user's Maven, only read
   */
  MavenFetch(String what, Path own, Path users, MavenRemotes access, FetchMonitor monitor) {
    this.what = what;
    this.monitor = monitor;
    system = new RepositorySystemSupplier().get();
    SessionBuilderSupplier sessions = new SessionBuilderSupplier(system);
    opening = sessions.get().withLocalRepositories(new LocalRepository(own)).build();
    SessionBuilder builder =
        sessions
            .get()
            .setLocalRepositoryManager(repositories(own, users))
            .setSystemProperties(HOST)
            .setTransferListener(monitor)
            .setRepositoryListener(monitor.resolved())
            .setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_FAIL)
            .setArtifactDescriptorPolicy(POMS)
            .setIgnoreArtifactDescriptorRepositories(true)
            .setConfigProperty("aether.connector.basic.threads", DOWNLOADS_AT_ONCE)
            .setConfigProperty("aether.dependencyCollector.bf.threads", DOWNLOADS_AT_ONCE)
            .setConfigProperty(ConfigurationProperties.CONNECT_TIMEOUT, CONNECT_MILLIS)
            .setConfigProperty(ConfigurationProperties.REQUEST_TIMEOUT, SILENCE_MILLIS);
    access.configure(builder);
    session = builder.build();
    remotes = system.newResolutionRepositories(session, access.repositories());
  }

  private LocalRepositoryManager repositories(Path own, Path users) {
    LocalRepositoryManager head =
        CheckedRepository.of(system.newLocalRepositoryManager(opening, new LocalRepository(own)));
    if (!Files.isDirectory(users)) {
      return head;
    }
    LocalRepositoryManager tail =
        CheckedRepository.of(system.newLocalRepositoryManager(opening, new LocalRepository(users)));
    return new ChainedLocalRepositoryManager(head, List.of(tail), true);
  }

  /** Tells where the repositories are, without credentials. */
  String places() {
    return String.join(
        ", ",
        remotes.stream()
            .map(remote -> Addresses.withoutCredentials(remote.getId() + " " + remote.getUrl()))
            .toList());
  }

  /** Asks for the POM of {@code group:artifact:version}: NOT_FOUND when no repository has it. */
  void require(String coordinates) {
    try {
      system.readArtifactDescriptor(
          session, new ArtifactDescriptorRequest(new DefaultArtifact(coordinates), remotes, null));
    } catch (RepositoryException e) {
      throw MavenErrors.of(what, e);
    }
  }

  /** Versions of {@code group:artifact:version}'s artifact that repositories list, oldest first. */
  List<String> versions(String coordinates) {
    String[] parts = coordinates.split(":", 3);
    try {
      return system
          .resolveVersionRange(
              session,
              new VersionRangeRequest(
                  new DefaultArtifact(parts[0] + ":" + parts[1] + ":[0,)"), remotes, null))
          .getVersions()
          .stream()
          .map(Object::toString)
          .toList();
    } catch (RepositoryException e) {
      throw MavenErrors.of(what, e);
    }
  }

  /**
   * The jars that a class path of these needs when it runs.
   *
   * @param coordinates {@code group:artifact:version}, with {@code !} behind it for one without
   *     what it needs
   * @param held versions of what they need, whatever the tree says
   */
  List<Path> fetch(List<String> coordinates, List<String> held) {
    return artifacts(coordinates, held).stream().map(Artifact::getPath).toList();
  }

  /**
   * The same with what is known of each jar.
   *
   * @throws MusterException INVALID for an artifact that is no jar
   */
  List<Fetched> describe(List<String> coordinates) {
    return artifacts(coordinates, List.of()).stream()
        .map(artifact -> new Fetched(name(artifact), licences(artifact), artifact.getPath()))
        .toList();
  }

  /**
   * A jar that is here.
   *
   * @param coordinates that name it and no other
   * @param licences as its POM says
   */
  record Fetched(String coordinates, List<String> licences, Path path) {}

  private static String name(Artifact artifact) {
    return artifact.toString().replaceFirst("^([^:]+:[^:]+):jar:([^:]+)$", "$1:$2");
  }

  private List<String> licences(Artifact artifact) {
    Map<String, Object> pom;
    try {
      pom =
          system
              .readArtifactDescriptor(
                  session, new ArtifactDescriptorRequest(artifact, remotes, null))
              .getProperties();
    } catch (RepositoryException e) {
      throw MavenErrors.of(what, e);
    }
    List<String> licences = new ArrayList<>();
    int count = pom.get("license.count") instanceof Number number ? number.intValue() : 0;
    for (int i = 0; i < Math.min(count, MOST_LICENCES); i++) {
      Object name = pom.get("license." + i + ".name");
      Object url = pom.get("license." + i + ".url");
      if (name != null || url != null) {
        licences.add(String.valueOf(name == null ? url : name).replaceAll("\\s+", " ").strip());
      }
    }
    return licences;
  }

  private List<Artifact> artifacts(List<String> coordinates, List<String> held) {
    CollectRequest request = new CollectRequest(compiled(coordinates), compiled(held), remotes);
    try {
      DependencyNode root = system.collectDependencies(session, request).getRoot();
      List<ArtifactRequest> wanted =
          system.flattenDependencyNodes(session, root, (node, parents) -> runs(node)).stream()
              .map(ArtifactRequest::new)
              .toList();
      monitor.expect(wanted.size());
      return system.resolveArtifacts(session, wanted).stream()
          .map(ArtifactResult::getArtifact)
          .toList();
    } catch (RepositoryException e) {
      throw MavenErrors.of(what, e);
    } catch (IllegalStateException e) {
      // The session was shut down under it.
      if (monitor.stopped()) {
        throw new MusterException(ErrorKind.INTERRUPTED, "stopped while " + what, null, e);
      }
      throw e;
    }
  }

  private static List<Dependency> compiled(List<String> coordinates) {
    return coordinates.stream()
        .map(
            one ->
                one.endsWith(ALONE)
                    ? new Dependency(
                        new DefaultArtifact(one.substring(0, one.length() - 1)),
                        COMPILE,
                        false,
                        List.of(new Exclusion("*", "*", "*", "*")))
                    : new Dependency(new DefaultArtifact(one), COMPILE))
        .toList();
  }

  private static boolean runs(DependencyNode node) {
    Dependency dependency = node.getDependency();
    return dependency != null
        && (dependency.getScope().equals(COMPILE) || dependency.getScope().equals(RUNTIME));
  }

  @Override
  public void close() {
    session.close();
    opening.close();
    system.close();
  }
}
