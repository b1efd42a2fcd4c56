package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.FleetListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostKeyPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/** One attempt to log in to one host: which keys it takes, which it shows, and why it failed. */
final class Attempt implements ServerKeyVerifier, KeyIdentityProvider {

  static final AttributeRepository.AttributeKey<Attempt> KEY =
      new AttributeRepository.AttributeKey<>();

  private final HostAddress host;
  private final HostSettings settings;
  private final KeyFiles files;
  private final HostKeyPolicy policy;
  private final FleetListener listener;
  private final boolean agent;
  private volatile @Nullable HostFailure hostKeyFailure;
  private volatile boolean keysTaken;
  private volatile boolean passwordsTaken;
  private final AtomicInteger agentKeys = new AtomicInteger();

  /**
   * @param agent whether the agent's keys are offered this time
   */
  Attempt(
      HostAddress host,
      HostSettings settings,
      KeyFiles files,
      HostKeyPolicy policy,
      FleetListener listener,
      boolean agent) {
    this.host = host;
    this.settings = settings;
    this.files = files;
    this.policy = policy;
    this.listener = listener;
    this.agent = agent;
  }

  /** The attempt that a session belongs to. */
  static Attempt of(ClientSession session) {
    AttributeRepository context = session.getConnectionContext();
    Attempt attempt = context == null ? null : context.getAttribute(KEY);
    if (attempt == null) {
      throw new IllegalStateException("a session without an attempt");
    }
    return attempt;
  }

  HostSettings settings() {
    return settings;
  }

  /** Why the host's key was refused; null when it was not. */
  @Nullable HostFailure hostKeyFailure() {
    return hostKeyFailure;
  }

  /** The host takes keys. */
  void keysTaken() {
    keysTaken = true;
  }

  /** The host takes passwords. */
  void passwordsTaken() {
    passwordsTaken = true;
  }

  /** The agent to ask, null when none is to be asked or none answers. */
  @Nullable AgentClient agent() {
    Path socket = settings.agent();
    if (!agent || socket == null) {
      return null;
    }
    List<PublicKey> only = new ArrayList<>();
    if (settings.keysOnly()) {
      for (Path file : settings.keys()) {
        PublicKey key = KeyFiles.publicKey(file);
        if (key != null) {
          only.add(key);
        }
      }
    }
    try {
      return new AgentClient(
          socket,
          key -> {
            boolean wanted =
                !settings.keysOnly()
                    || only.stream().anyMatch(one -> KeyUtils.compareKeys(one, key));
            agentKeys.addAndGet(wanted ? 1 : 0);
            return wanted;
          });
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public Iterable<KeyPair> loadKeys(SessionContext session) {
    List<KeyPair> keys = new ArrayList<>();
    settings.keys().forEach(file -> keys.addAll(files.load(file).keys()));
    return keys;
  }

  /** The kinds of key that are known of the host go first, so that it shows one of them. */
  List<NamedFactory<Signature>> ordered(List<NamedFactory<Signature>> factories) {
    Set<String> known = KnownHosts.types(settings.knownHosts(), settings.knownName());
    List<NamedFactory<Signature>> ordered = new ArrayList<>(factories);
    ordered.sort(
        (one, other) ->
            Boolean.compare(
                !known.contains(KeyUtils.getCanonicalKeyType(one.getName())),
                !known.contains(KeyUtils.getCanonicalKeyType(other.getName()))));
    return ordered;
  }

  @Override
  public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey key) {
    ByteArrayBuffer buffer = new ByteArrayBuffer();
    buffer.putRawPublicKey(key);
    String type = KeyUtils.getKeyType(key);
    String text = Base64.getEncoder().encodeToString(buffer.getCompactData());
    String name = settings.knownName();
    KnownHosts.Answer answer = KnownHosts.find(settings.knownHosts(), name, type, text);
    hostKeyFailure =
        switch (answer.verdict()) {
          case KNOWN -> null;
          case CHANGED ->
              new HostFailure(
                  HostFailure.Kind.HOST_KEY,
                  "its key has changed: it shows "
                      + shown(type, key)
                      + ", another one is known from "
                      + answer.file()
                      + ":"
                      + answer.line(),
                  "if that is right, remove the line: ssh-keygen -R '"
                      + name
                      + "' -f "
                      + answer.file());
          case REVOKED ->
              new HostFailure(
                  HostFailure.Kind.HOST_KEY,
                  "its key " + shown(type, key) + " is revoked",
                  "see " + answer.file() + ":" + answer.line());
          case UNKNOWN ->
              policy == HostKeyPolicy.ACCEPT_NEW ? accept(type, key, text) : unknown(type, key);
        };
    return hostKeyFailure == null;
  }

  private HostFailure unknown(String type, PublicKey key) {
    return new HostFailure(
        HostFailure.Kind.HOST_KEY,
        "its key " + shown(type, key) + " is not among the known hosts",
        "compare it with what the host's owner says, then add it to "
            + settings.knownHosts().get(0)
            + ", or use --accept-new");
  }

  private @Nullable HostFailure accept(String type, PublicKey key, String text) {
    Path file = settings.knownHosts().get(0);
    try {
      KnownHosts.add(file, settings.knownName(), settings.hashed(), type, text);
    } catch (IOException | UncheckedIOException e) {
      return new HostFailure(
          HostFailure.Kind.HOST_KEY,
          "its key cannot be added to " + file + ": " + e.getMessage(),
          null);
    }
    listener.hostKeyAccepted(host, type, KeyUtils.getFingerPrint(key), file);
    return null;
  }

  private static String shown(String type, PublicKey key) {
    return type + " " + KeyUtils.getFingerPrint(key);
  }

  /** Why nobody could log in. */
  HostFailure authenticationFailure() {
    String user = settings.user();
    if (!keysTaken) {
      return new HostFailure(
          HostFailure.Kind.AUTHENTICATION,
          passwordsTaken
              ? "it takes passwords only, no keys, for " + user
              : "it takes no keys for " + user,
          "allow keys on the host (PubkeyAuthentication yes in its sshd_config) and put yours there:"
              + " ssh-copy-id "
              + user
              + "@"
              + settings.name());
    }
    List<String> problems = new ArrayList<>();
    String encrypted = null;
    int keys = 0;
    for (Path file : settings.keys()) {
      KeyFiles.Loaded loaded = files.load(file);
      keys += loaded.keys().size();
      if (loaded.problem() != null) {
        problems.add(loaded.problem());
      }
      if (loaded.encrypted()) {
        encrypted = file.toString();
      }
    }
    String offered =
        keys + agentKeys.get() == 0
            ? "there is no key to offer for " + user
            : "it takes none of the keys that were offered for "
                + user
                + " ("
                + keys
                + " from files, "
                + agentKeys.get()
                + " from the agent)";
    return new HostFailure(
        HostFailure.Kind.AUTHENTICATION,
        problems.isEmpty() ? offered : offered + "; " + String.join("; ", problems),
        encrypted != null
            ? "let an agent hold it: eval $(ssh-agent); ssh-add " + encrypted
            : "name the user and the key (--user, --key), or put the key there: ssh-copy-id "
                + user
                + "@"
                + settings.name());
  }
}
