package dev.muster.config.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.HostAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostExpressionsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "host ~ host",
        "host[01-03] ~ host01 host02 host03",
        "host[8-11] ~ host8 host9 host10 host11",
        "host[08-11] ~ host08 host09 host10 host11",
        "host[099-101] ~ host099 host100 host101",
        "host[00-01] ~ host00 host01",
        "host[0-1] ~ host0 host1",
        "host[5-5] ~ host5",
        "host[1-3,7].rack[a,b] ~ host1.racka host1.rackb host2.racka host2.rackb host3.racka"
            + " host3.rackb host7.racka host7.rackb",
        "[1-2]a[1-2] ~ 1a1 1a2 2a1 2a2",
        "r[1-2]n[1-2]s[a,b] ~ r1n1sa r1n1sb r1n2sa r1n2sb r2n1sa r2n1sb r2n2sa r2n2sb",
        "h[3,1-2] ~ h3 h1 h2",
        "h[1,01] ~ h1 h01",
        "h[09-100] ~ "
            + "h09 h10 h11 h12 h13 h14 h15 h16 h17 h18 h19 h20 h21 h22 h23 h24 h25 h26 h27 h28 h29"
            + " h30 h31 h32 h33 h34 h35 h36 h37 h38 h39 h40 h41 h42 h43 h44 h45 h46 h47 h48 h49 h50"
            + " h51 h52 h53 h54 h55 h56 h57 h58 h59 h60 h61 h62 h63 h64 h65 h66 h67 h68 h69 h70 h71"
            + " h72 h73 h74 h75 h76 h77 h78 h79 h80 h81 h82 h83 h84 h85 h86 h87 h88 h89 h90 h91 h92"
            + " h93 h94 h95 h96 h97 h98 h99 h100",
        "root@10.77.0.[11-13] ~ root@10.77.0.11 root@10.77.0.12 root@10.77.0.13",
        "u@n[1-2]:2222 ~ u@n1:2222 u@n2:2222",
        "a, b ,c ~ a b c",
        "h[ 1 - 2 , 4 ] ~ h1 h2 h4",
        "a,b[1-2],u@c:1 ~ a b1 b2 u@c:1",
        "[2001:db8::1] ~ [2001:db8::1]",
        "u@[::1]:65535,[fe80::2%eth0] ~ u@[::1]:65535 [fe80::2%eth0]",
        "10.0.0.1:22 ~ 10.0.0.1:22",
        "a:22,a:23 ~ a:22 a:23",
        "h999999999999999999[9-9] ~ h9999999999999999999",
      })
  void writesOut(String text, String expected) {
    assertThat(HostExpressions.parse("hosts", List.of(text.strip()), folder))
        .map(HostAddress::toString)
        .containsExactlyElementsOf(Arrays.asList(expected.strip().split(" ")));
  }

  @Test
  void readsFilesBesideOtherHosts() throws Exception {
    Files.createDirectory(folder.resolve("lists"));
    Files.writeString(
        folder.resolve("lists/rack1"),
        "\uFEFF# the first rack\n\n  n[1-2]  # two\r\nroot@n3:22,\n[::1], n4\n");
    assertThat(HostExpressions.parse("hosts", List.of("h", "@lists/rack1,z"), folder))
        .map(HostAddress::toString)
        .containsExactly("h", "n1", "n2", "root@n3:22", "[::1]", "n4", "z");
    String absolute = "@" + folder.resolve("lists/rack1");
    assertThat(HostExpressions.parse("hosts", List.of(absolute), Path.of("/none"))).hasSize(5);
  }

  @Test
  void aHundredThousandHostsAreReadFoldedAndReadAgain() {
    List<HostAddress> hosts =
        HostExpressions.parse("hosts", List.of("r[1-10]n[0000-9999]"), folder);
    assertThat(hosts).hasSize(HostExpressions.MOST);
    assertThat(HostFolding.fold(hosts)).isEqualTo("r[1-10]n[0000-9999]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "h01,h02,h03 ~ h[01-03]",
        "h1,h2,h3,h7 ~ h[1-3,7]",
        "h9,h10 ~ h[9-10]",
        "h09,h10,h11 ~ h[09-11]",
        "h1,h01 ~ h[1,01]",
        "h3,h2 ~ h[3,2]",
        "a1,b1 ~ a1,b1",
        "a,b ~ a,b",
        "10.77.0.11,10.77.0.12 ~ 10.77.0.[11-12]",
        "r1n1,r1n2,r2n1,r2n2 ~ r[1-2]n[1-2]",
        "r1n1,r1n2,r2n1 ~ r1n[1-2],r2n1",
        "u@h1,v@h2 ~ u@h1,v@h2",
        "u@h1:22,u@h2:22,u@h3:23 ~ u@h[1-2]:22,u@h3:23",
        "h1,h3,h2 ~ h[1,3,2]",
        "[::1],[::2] ~ [::1],[::2]",
      })
  void folds(String hosts, String expected) {
    List<HostAddress> read = HostExpressions.parse("hosts", List.of(hosts), folder);
    assertThat(HostFolding.fold(read)).isEqualTo(expected);
    assertThat(HostExpressions.parse("hosts", List.of(expected), folder)).isEqualTo(read);
  }

  @Test
  void foldsNothingToNothing() {
    assertThat(HostFolding.fold(List.of())).isEmpty();
  }

  /** What a table shows can be pasted into a command. */
  @Property(tries = 2000)
  void foldedTextIsReadAsTheSameList(@ForAll("lists") List<HostAddress> hosts) {
    String folded = HostFolding.fold(hosts);
    assertThat(HostExpressions.parse("hosts", List.of(folded), Path.of(""))).isEqualTo(hosts);
    String plain = hosts.stream().map(HostAddress::toString).collect(Collectors.joining(","));
    assertThat(HostExpressions.parse("hosts", List.of(plain), Path.of(""))).isEqualTo(hosts);
  }

  /** The reader against a nested loop that knows nothing of it. */
  @Property(tries = 1000)
  void bracketsAreWrittenOutAsNestedLoops(
      @ForAll("bracket") List<String> left, @ForAll("bracket") List<String> right) {
    List<String> expected = new ArrayList<>();
    for (String one : left) {
      for (String other : right) {
        expected.add("a" + one + ".b" + other);
      }
    }
    String text = "a[" + String.join(",", left) + "].b[" + String.join(",", right) + "]";
    assertThat(HostExpressions.parse("hosts", List.of(text), Path.of("")))
        .map(HostAddress::toString)
        .containsExactlyElementsOf(expected);
  }

  @Property(tries = 1000)
  void rangesKeepTheirWidth(@ForAll("range") int[] range) {
    String text = String.format("h[%0" + range[2] + "d-%0" + range[2] + "d]", range[0], range[1]);
    List<String> expected = new ArrayList<>();
    for (int i = range[0]; i <= range[1]; i++) {
      expected.add(String.format("h%0" + range[2] + "d", i));
    }
    assertThat(HostExpressions.parse("hosts", List.of(text), Path.of("")))
        .map(HostAddress::toString)
        .containsExactlyElementsOf(expected);
  }

  @Provide
  Arbitrary<int[]> range() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 120),
            Arbitraries.integers().between(0, 60),
            Arbitraries.integers().between(1, 3))
        .as((first, more, width) -> new int[] {first, first + more, width});
  }

  @Provide
  Arbitrary<List<String>> bracket() {
    return Arbitraries.strings()
        .withChars("0129abZ_")
        .ofMinLength(1)
        .ofMaxLength(4)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .uniqueElements(String::toLowerCase);
  }

  @Provide
  Arbitrary<List<HostAddress>> lists() {
    Arbitrary<String> number =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 12).map(String::valueOf),
            Arbitraries.integers().between(0, 12).map(n -> String.format("%02d", n)),
            Arbitraries.of("999999999999999999", "1234567890123456789", "000"));
    Arbitrary<String> name =
        Combinators.combine(
                Arbitraries.of("h", "rack-", "a.b"), number, Arbitraries.of("", "n", ".x"), number)
            .as((a, b, c, d) -> c.isEmpty() ? a + b : a + b + c + d);
    Arbitrary<String> address =
        Arbitraries.integers().between(0, 255).map(last -> "10.0." + last % 3 + "." + last);
    Arbitrary<String> ipv6 =
        Arbitraries.integers().between(0, 0xffff).map(last -> "fe80::" + Integer.toHexString(last));
    return Combinators.combine(
            Arbitraries.of("", "", "root", "u1"),
            Arbitraries.frequencyOf(Tuple.of(8, name), Tuple.of(3, address), Tuple.of(1, ipv6)),
            Arbitraries.of(0, 0, 0, 22, 2222))
        .as(
            (user, host, port) ->
                new HostAddress(user.isEmpty() ? null : user, host, port == 0 ? null : port))
        .list()
        .ofMinSize(1)
        .ofMaxSize(60)
        .map(HostExpressionsTest::machinesOnce);
  }

  private static List<HostAddress> machinesOnce(List<HostAddress> hosts) {
    Map<String, HostAddress> once = new LinkedHashMap<>();
    hosts.stream()
        .sorted(Comparator.comparing(HostAddress::toString))
        .forEach(host -> once.putIfAbsent(host.machine(), host));
    return List.copyOf(once.values());
  }
}
