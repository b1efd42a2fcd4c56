package dev.muster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "node-01.lab.example.org",
        "3com",
        "node.example.org.",
        "my_host",
        "10.77.0.11",
        "0.0.0.0",
        "::1",
        "::",
        "2001:DB8::1",
        "fe80::1%eth0",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::ffff:10.0.0.1",
        "xn--bcher-kva.example"
      })
  void aHostIsANameOrAnAddress(String host) {
    assertThat(HostAddress.hostFault(host)).isEmpty();
    assertThat(HostAddress.of(host).host()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-oProxyCommand=x",
        "a-",
        "-a.b",
        "a..b",
        ".a",
        "a..",
        ".",
        "a b",
        "a\nb",
        "a\u0000",
        "a;b",
        "$(x)",
        "bücher",
        "10.0.0",
        "10.0.0.256",
        "10.0.0.01",
        "10.0.0.1.2",
        "12",
        "99999999999999999999.1.1.1",
        "1:2",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::12345",
        "::g",
        "::ffff:10.0.0.300",
        "fe80::1%",
        "fe80::1%a b",
        "[::1]"
      })
  void nothingElseIs(String host) {
    assertThat(HostAddress.hostFault(host)).isPresent();
    assertThatThrownBy(() -> HostAddress.of(host)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesAreBounded() {
    assertThat(HostAddress.hostFault("a".repeat(63))).isEmpty();
    assertThat(HostAddress.hostFault("a".repeat(64))).isPresent();
    assertThat(HostAddress.hostFault("abc.".repeat(63) + "a")).isEmpty();
    assertThat(HostAddress.hostFault("abc.".repeat(63) + "ab")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "eouser", "a.b-c_d", "_x", "2fast"})
  void usersAreWhatSystemsCreate(String user) {
    assertThat(HostAddress.userFault(user)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-l", ".a", "a b", "a@b", "a:b", "a\n", "ü", "a'b", "a$"})
  void oddUsersAreRefused(String user) {
    assertThat(HostAddress.userFault(user)).isPresent();
    assertThatThrownBy(() -> new HostAddress(user, "h", null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isWrittenAsPeopleWriteIt() {
    assertThat(HostAddress.of("a")).hasToString("a");
    assertThat(new HostAddress("root", "a", 22)).hasToString("root@a:22");
    assertThat(new HostAddress("u", "::1", 22)).hasToString("u@[::1]:22");
    assertThat(HostAddress.of("::1")).hasToString("[::1]");
    assertThatThrownBy(() -> new HostAddress(null, "a", 65_536))
        .hasMessageContaining("1 to 65535, not 65536");
    assertThatThrownBy(() -> new HostAddress(null, "a", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneMachineHasManySpellings() {
    assertThat(new HostAddress("a", "Node1.", null).machine())
        .isEqualTo(new HostAddress("b", "node1", 22).machine())
        .isNotEqualTo(new HostAddress("b", "node1", 23).machine());
    assertThat(HostAddress.of("2001:DB8::0001").machine())
        .isEqualTo(HostAddress.of("2001:db8:0:0:0:0:0:1").machine())
        .isNotEqualTo(HostAddress.of("2001:db8::2").machine());
    assertThat(HostAddress.of("::ffff:10.0.0.1").machine())
        .isEqualTo(HostAddress.of("::ffff:a00:1").machine());
    assertThat(HostAddress.of("fe80::1%a").machine())
        .isNotEqualTo(HostAddress.of("fe80::1%b").machine());
  }

  @Test
  void fallbacksDoNotReplaceWhatIsGiven() {
    assertThat(HostAddress.of("a").orUser("u").orPort(2222)).hasToString("u@a:2222");
    assertThat(new HostAddress("r", "a", 1).orUser("u").orPort(2)).hasToString("r@a:1");
    assertThat(HostAddress.of("a").orUser(null)).hasToString("a");
  }

  @Property
  void noTextBreaksTheCheck(@ForAll String text) {
    if (HostAddress.hostFault(text).isEmpty()) {
      assertThat(HostAddress.of(text).toString()).doesNotContain(" ", "\n", "\u0000");
    }
  }
}
