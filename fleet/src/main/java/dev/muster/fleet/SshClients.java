package dev.muster.fleet;

import dev.muster.spi.fleet.FleetAccess;
import java.io.IOException;
import java.util.List;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentFactory;
import org.apache.sshd.agent.SshAgentServer;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuth;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.compression.Compression;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/** Makes the MINA client. Algorithms are OpenSSH's of today, those first that the JDK does fast. */
final class SshClients {

  private static final List<BuiltinDHFactories> KEY_EXCHANGES =
      List.of(
          BuiltinDHFactories.curve25519,
          BuiltinDHFactories.curve25519_libssh,
          BuiltinDHFactories.ecdhp256,
          BuiltinDHFactories.ecdhp384,
          BuiltinDHFactories.ecdhp521,
          BuiltinDHFactories.dhgex256,
          BuiltinDHFactories.dhg16_512,
          BuiltinDHFactories.dhg14_256);
  private static final List<NamedFactory<Cipher>> CIPHERS =
      List.of(
          BuiltinCiphers.aes128gcm,
          BuiltinCiphers.aes256gcm,
          BuiltinCiphers.aes128ctr,
          BuiltinCiphers.aes192ctr,
          BuiltinCiphers.aes256ctr,
          BuiltinCiphers.cc20p1305_openssh);
  private static final List<NamedFactory<Mac>> MACS =
      List.of(
          BuiltinMacs.hmacsha256etm,
          BuiltinMacs.hmacsha512etm,
          BuiltinMacs.hmacsha256,
          BuiltinMacs.hmacsha512);
  private static final List<NamedFactory<Signature>> SIGNATURES =
      List.of(
          BuiltinSignatures.ed25519,
          BuiltinSignatures.nistp256,
          BuiltinSignatures.nistp384,
          BuiltinSignatures.nistp521,
          BuiltinSignatures.rsaSHA512,
          BuiltinSignatures.rsaSHA256);
  private static final List<NamedFactory<Compression>> COMPRESSIONS =
      List.of(BuiltinCompressions.none);

  // Of three asked without an answer the connection is taken for lost.
  private static final int MISSED = 3;

  private SshClients() {}

  /** A started client. */
  static SshClient start(FleetAccess access) {
    JdkEd25519.register();
    SshClient client =
        ClientBuilder.builder()
            .keyExchangeFactories(
                NamedFactory.setUpTransformedFactories(true, KEY_EXCHANGES, ClientBuilder.DH2KEX))
            .cipherFactories(CIPHERS)
            .macFactories(MACS)
            .signatureFactories(SIGNATURES)
            .compressionFactories(COMPRESSIONS)
            .serverKeyVerifier((session, address, key) -> false)
            .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
            .build();
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setUserAuthFactories(
        List.of(new Keys(), new Refused("password"), new Refused("keyboard-interactive")));
    client.setAgentFactory(new Agents());
    client.addSessionListener(new PerHost());
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, access.keepAlive());
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, MISSED);
    CoreModuleProperties.HEARTBEAT_REQUEST.set(client, "keepalive@openssh.com");
    CoreModuleProperties.AUTH_TIMEOUT.set(client, access.connectTimeout().multipliedBy(2));
    CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, access.connectTimeout());
    CoreModuleProperties.IDLE_TIMEOUT.set(client, java.time.Duration.ZERO);
    CoreModuleProperties.TCP_NODELAY.set(client, true);
    CoreModuleProperties.SOCKET_KEEPALIVE.set(client, true);
    CoreModuleProperties.NIO_WORKERS.set(client, Math.min(access.parallel(), 32) + 2);
    client.start();
    return client;
  }

  /** What differs from host to host. */
  private static final class PerHost implements SessionListener {
    @Override
    public void sessionCreated(Session session) {
      ClientSession client = (ClientSession) session;
      Attempt attempt = Attempt.of(client);
      client.setServerKeyVerifier(attempt);
      client.setKeyIdentityProvider(attempt);
      client.setSignatureFactories(attempt.ordered(SIGNATURES));
    }
  }

  private static final class Keys extends UserAuthPublicKeyFactory {
    @Override
    public org.apache.sshd.client.auth.pubkey.UserAuthPublicKey createUserAuth(
        ClientSession session) throws IOException {
      Attempt.of(session).keysTaken();
      return super.createUserAuth(session);
    }
  }

  /** A way to log in that Muster does not go, but tells of. */
  private record Refused(String name) implements UserAuthFactory {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public UserAuth createUserAuth(ClientSession session) {
      Attempt.of(session).passwordsTaken();
      return new Nothing(session, name);
    }
  }

  private record Nothing(ClientSession session, String name) implements UserAuth {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public ClientSession getSession() {
      return session;
    }

    @Override
    public ClientSession getClientSession() {
      return session;
    }

    @Override
    public void init(ClientSession to, String service) {
      // Nothing is said.
    }

    @Override
    public boolean process(@Nullable Buffer buffer) {
      return false;
    }

    @Override
    public void destroy() {
      // There is nothing.
    }
  }

  private static final class Agents implements SshAgentFactory {
    @Override
    public List<ChannelFactory> getChannelForwardingFactories(FactoryManager manager) {
      return List.of();
    }

    @Override
    public @Nullable SshAgent createClient(Session session, FactoryManager manager) {
      return Attempt.of((ClientSession) session).agent();
    }

    @Override
    public SshAgentServer createServer(ConnectionService service) {
      throw new UnsupportedOperationException("no agent is passed on to hosts");
    }
  }
}
