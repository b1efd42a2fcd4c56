package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.model.HostAddress;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.FleetAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what users have in ~/.ssh/config, compared with what {@code ssh -G} would say. */
class SshConfigTest {

  @TempDir private Path home;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectories(home.resolve(".ssh"));
  }

  private SshConfig read(String text) throws IOException {
    Path file = home.resolve(".ssh/config");
    Files.writeString(file, text);
    return SshConfigReader.read(file, home);
  }

  private HostSettings resolve(String text, String host) throws Exception {
    return resolve(text, HostAddress.of(host), FleetAccess.builder());
  }

  private HostSettings resolve(String text, HostAddress host, FleetAccess.Builder access)
      throws Exception {
    return new HostResolver(access.build(), read(text), home, "me", Path.of("/agent"))
        .resolve(host);
  }

  @Test
  void takesTheFirstValueThatFits() throws Exception {
    String text =
        """
        user = first
        Host a* !ab
          Port 1
        Host a?
          Port 2
          User second
        Host *
          Port 3
        """;
    assertThat(resolve(text, "ax").port()).isEqualTo(1);
    assertThat(resolve(text, "ab").port()).isEqualTo(2);
    assertThat(resolve(text, "x").port()).isEqualTo(3);
    assertThat(resolve(text, "ab").user()).isEqualTo("first");
    assertThat(resolve("", "x").user()).isEqualTo("me");
  }

  @Test
  void takesTheAddressThenTheClusterThenTheConfiguration() throws Exception {
    String text = "Host *\n User config\n Port 1\n IdentityFile ~/k\n ProxyJump j\n";
    FleetAccess.Builder access =
        FleetAccess.builder()
            .user("cluster")
            .port(2)
            .key(Path.of("/key"))
            .proxyJump(List.of(HostAddress.of("b")));
    HostSettings all = resolve(text, new HostAddress("own", "h", 3), access);
    assertThat(all.user() + all.port()).isEqualTo("own3");
    HostSettings cluster = resolve(text, HostAddress.of("h"), access);
    assertThat(cluster.user() + cluster.port() + cluster.keys() + cluster.jumps())
        .isEqualTo("cluster2[/key][b]");
    HostSettings config = resolve(text, "h");
    assertThat(config.user() + config.port() + config.keys() + config.jumps())
        .isEqualTo("config1[" + home + "/k][j]");
  }

  @Test
  void expandsIncludes() throws Exception {
    Files.createDirectories(home.resolve(".ssh/conf.d"));
    Files.writeString(home.resolve(".ssh/conf.d/1.conf"), "Host h\n HostName one\n");
    Files.writeString(home.resolve(".ssh/conf.d/2.conf"), "Host h\n HostName two\n Port 5\n");
    Files.writeString(home.resolve("other"), "User from-other\n");
    String text = "Include conf.d/*.conf ~/other no/such/*\nHost h\n HostName three\n";
    HostSettings settings = resolve(text, "h");
    assertThat(settings.name() + settings.port() + settings.user()).isEqualTo("one5from-other");
    // Under a Host an Include holds for that host only.
    assertThat(resolve("Host x\n Include ~/other\n", "h").user()).isEqualTo("me");
    assertThat(resolve("Host x\n Include ~/other\n", "x").user()).isEqualTo("from-other");
  }

  @Test
  void refusesAnIncludeOfItself() {
    assertThatThrownBy(() -> read("Include config\n"))
        .isInstanceOf(MusterException.class)
        .hasMessageContaining("includes itself");
  }

  @Test
  void readsQuotesCommentsAndTokens() throws Exception {
    String text =
        """
        # comment
           # comment
        Host "h" # not a name
          IdentityFile "~/my keys/%h_%r_%p_%%"
          UserKnownHostsFile "/a b" /c
          HostName	%h.lab
          user=ann
        """;
    HostSettings settings = resolve(text, "h");
    assertThat(settings.name()).isEqualTo("h.lab");
    assertThat(settings.keys()).containsExactly(home.resolve("my keys/h.lab_ann_22_%"));
    assertThat(settings.knownHosts()).startsWith(Path.of("/a b"), Path.of("/c"));
    assertThatThrownBy(() -> read("\n\nHost \"h\n")).hasMessageContaining("config:3");
  }

  @Test
  void readsMatchAsFarAsItNeedsNoProgram() throws Exception {
    String text =
        "Match host a,b*\n Port 1\nMatch exec \"rm -rf /\"\n Port 2\nMatch all\n Port 3\n";
    assertThat(resolve(text, "a").port()).isEqualTo(1);
    assertThat(resolve(text, "bc").port()).isEqualTo(1);
    assertThat(resolve(text, "c").port()).isEqualTo(3);
  }

  @Test
  void readsJumps() throws Exception {
    assertThat(resolve("ProxyJump ann@a:2222,[fe80::1]:23,ssh://c", "h").jumps())
        .containsExactly(
            new HostAddress("ann", "a", 2222),
            new HostAddress(null, "fe80::1", 23),
            HostAddress.of("c"));
    assertThat(resolve("ProxyJump none\nProxyJump a", "h").jumps()).isEmpty();
    assertThatThrownBy(() -> resolve("ProxyJump a:b", "h")).hasMessageContaining("a:b");
    assertThatThrownBy(() -> resolve("ProxyCommand nc %h %p", "h"))
        .hasMessageContaining("ProxyCommand");
  }

  @Test
  void usesTheAgentUnlessToldNotTo() throws Exception {
    assertThat(resolve("", "h").agent()).isEqualTo(Path.of("/agent"));
    assertThat(resolve("IdentityAgent none", "h").agent()).isNull();
    assertThat(resolve("IdentityAgent ~/a", "h").agent()).isEqualTo(home.resolve("a"));
    assertThat(resolve("", HostAddress.of("h"), FleetAccess.builder().agent(false)).agent())
        .isNull();
  }

  @Test
  void survivesWhatIsNoConfiguration() throws Exception {
    byte[] noise = new byte[2000];
    new java.util.Random(1).nextBytes(noise);
    Path file = home.resolve("noise");
    Files.writeString(file, new String(noise, StandardCharsets.ISO_8859_1).replace('"', ' '));
    assertThat(SshConfigReader.read(file, home)).isNotNull();
    assertThatThrownBy(() -> resolve("Port many", "h")).hasMessageContaining("many");
    assertThatThrownBy(() -> resolve("Port 70000", "h")).hasMessageContaining("70000");
  }
}
