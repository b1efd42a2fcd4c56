package dev.muster.config.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.config.schema.Located;
import dev.muster.config.text.Problems;
import dev.muster.model.HostAddress;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.ProblemsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadHostsTest {

  @TempDir Path folder;

  /** The position is that of the sign that is wrong; the hint is what was meant. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "`` ~ 1 ~ no host stands here",
        "`  ` ~ 3 ~ no host stands here",
        "a,,b ~ 3 ~ no host stands here (is there a comma too many?)",
        "a, ~ 3 ~ no host stands here",
        "a,b[01- ~ 4 ~ the [ in \"b[01-\" is not closed",
        "a,b]1 ~ 4 ~ the ] in \"b]1\" closes nothing",
        "b[] ~ 3 ~ nothing stands in []",
        "b[1,,2] ~ 5 ~ nothing stands in [1,,2]",
        "b[10-01] ~ 3 ~ the range \"10-01\" is reversed (write  01-10)",
        "b[3-1] ~ 3 ~ the range \"3-1\" is reversed (write  1-3)",
        "b[10-1] ~ 3 ~ the range \"10-1\" is reversed (write  1-10)",
        "b[1-010] ~ 3 ~ disagree about leading zeros",
        "b[001-10] ~ 3 ~ disagree about leading zeros",
        "b[1,a-c] ~ 5 ~ only numbers have ranges, not \"a-c\" (list them:  [a,b,c])",
        "b[-1-3] ~ 3 ~ \"-1-3\" is no number, range or word",
        "b[1-3/2] ~ 3 ~ is no number, range or word",
        "b[1-2-3] ~ 3 ~ is no number, range or word",
        "b[1.5] ~ 3 ~ is no number, range or word",
        "b[[1-2]] ~ 3 ~ brackets do not stand in brackets",
        "b[1-9999999999999999999] ~ 3 ~ numbers of more than 18 digits",
        "b[1-100001] ~ 1 ~ there are more than 100000 hosts (make several clusters)",
        "b[1-999999999999999999][1-999999999999999999] ~ 1 ~ more than 100000 hosts",
        "a b ~ 1 ~ \"a b\" cannot be a host: a host name is made of letters",
        "`a\tb` ~ 1 ~ \"a\\tb\" cannot be a host",
        "-oProxyCommand=x ~ 1 ~ cannot be a host",
        "a[1-3]- ~ 1 ~ \"a1-\" cannot be a host",
        "a.[1-2]..b ~ 1 ~ cannot be a host",
        "a;rm ~ 1 ~ cannot be a host",
        "10.0.0.300 ~ 1 ~ the numbers of an IPv4 address are 0 to 255, not 300",
        "10.0.0.[254-256] ~ 1 ~ not 256",
        "10.0.0.[08-09] ~ 1 ~ have no leading zeros",
        "[1-3] ~ 1 ~ \"1\" cannot be a host: an IPv4 address has four numbers",
        "bücher ~ 1 ~ cannot be a host",
        "h:0 ~ 2 ~ the port \"0\" is not 1 to 65535",
        "h:65536 ~ 2 ~ the port \"65536\" is not",
        "h:ssh ~ 2 ~ the port \"ssh\" is not 1 to 65535 (for instance  h:22)",
        "h: ~ 2 ~ the port \"\" is not",
        "h:-1 ~ 2 ~ the port \"-1\" is not",
        "h:[1-2] ~ 2 ~ the port \"[1-2]\" is not",
        "h:22:22 ~ 2 ~ has more than one colon (an IPv6 address stands in brackets",
        "::1 ~ 1 ~ has more than one colon",
        "[::g] ~ 2 ~ \"::g\" is no IPv6 address",
        "[::1]x ~ 6 ~ \"x\" stands behind the address",
        "[::1]:x ~ 6 ~ the port \"x\" is not",
        "[::1 ~ 1 ~ is not closed",
        "[2001:db8::[1-3]] ~ 12 ~ a range within an IPv6 address is not written out",
        "@ ~ 1 ~ no file is named behind the @",
        "u@ ~ 3 ~ names no host",
        "u@:22 ~ 3 ~ names no host",
        "a b@h ~ 1 ~ the user \"a b\" cannot be: a user name is",
        "-l@h ~ 1 ~ the user \"-l\" cannot be",
        "u@v@h ~ 1 ~ the user \"u@v\" cannot be",
        "user[1-2]@h ~ 1 ~ the user \"user[1-2]\" cannot be",
        "$(id)@h ~ 1 ~ cannot be",
        "h1,h[1-2] ~ 4 ~ the host h1 is there twice, first at hosts, character 1",
        "h[1-2,1] ~ 1 ~ the host h1 is there twice",
        "a@h,b@H:22 ~ 5 ~ the host b@H:22 is there twice",
        "[::1],[0:0::1] ~ 7 ~ is there twice",
        "@none ~ 1 ~ there is no file \"none\" in ",
      })
  void namesThePlaceAndTheFault(String text, int position, String expected) {
    assertThat(problems(text))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem)
                    .startsWith("hosts, character " + position + ": ")
                    .contains(expected.strip()));
  }

  @Test
  void listsEverythingAtOnce() {
    assertThat(problems("ok,b[3-1],h:0,-x,c[1-2],c2,,u u@z"))
        .map(problem -> problem.replaceAll(".*character (\\d+):.*", "$1"))
        .containsExactly("6", "12", "28", "29", "15", "25");
    ProblemsException thrown =
        catchThrowableOfType(
            ProblemsException.class,
            () -> HostExpressions.parse("HOSTS", List.of("a", "b["), folder));
    assertThat(thrown.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(thrown).hasMessageContaining("HOSTS[1], character 2: ");
  }

  @Test
  void namesFileAndLine() throws Exception {
    Files.writeString(folder.resolve("hosts"), "a\n# c\nb[\n@more\nh1\nh[1-2]\n");
    assertThat(problems("x,@hosts"))
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).startsWith(folder.resolve("hosts") + ":3: hosts, character 2:"),
            one ->
                assertThat(one)
                    .startsWith(folder.resolve("hosts") + ":4: ")
                    .contains("\"@more\" names a file, which cannot stand here"),
            one ->
                assertThat(one)
                    .startsWith(folder.resolve("hosts") + ":6: ")
                    .contains("h1 is there twice, first at " + folder.resolve("hosts"), "line 5"));
  }

  @Test
  void filesThatAreNoneAreRefused() throws Exception {
    Files.createDirectory(folder.resolve("dir"));
    assertThat(problems("@dir")).singleElement().asString().contains("is a folder");
    Files.writeString(folder.resolve("empty"), "\n# nothing\n");
    assertThat(problems("@empty")).singleElement().asString().contains("names no hosts");
    byte[] garbage = new byte[10 << 20];
    new Random(1).nextBytes(garbage);
    Files.write(folder.resolve("big"), garbage);
    assertThat(problems("@big")).singleElement().asString().contains("larger than 8 MiB");
    Files.write(folder.resolve("binary"), Arrays.copyOf(garbage, 1 << 20));
    assertThat(problems("@binary")).singleElement().asString().contains("not UTF-8");
    Files.write(folder.resolve("signs"), "!\n".repeat(90_000).getBytes(StandardCharsets.UTF_8));
    assertThat(problems("@signs")).hasSize(101);
    assertThat(problems("@~/x")).singleElement().asString().contains("~ is not written out");
    assertThat(problems("@a\0b")).singleElement().asString().contains("no path of a file");
    assertThat(problems("@/dev/zero")).singleElement().asString().contains("there is no file");
  }

  /** Nothing is written out before it is counted: a moment, and no gigabytes. */
  @Test
  void tooManyAreRefusedAtOnce() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          String dimension = "[1-999999999999999999]";
          assertThat(problems("a" + dimension.repeat(1000))).hasSize(1);
          assertThat(problems("a[1-99999],b[1-2],c")).singleElement().asString().contains("b[1-2]");
          assertThat(problems("a,".repeat(200_000)))
              .singleElement()
              .asString()
              .contains("more than");
          assertThat(problems("a".repeat(9 << 20)))
              .singleElement()
              .asString()
              .contains("is longer");
          assertThat(problems("a[" + "1,".repeat(1 << 20) + "1]")).hasSize(1);
        });
  }

  @Test
  void oneHostIsOne() {
    Problems problems = new Problems(null);
    assertThat(HostExpressions.one("head", new Located("u@h:22", 3), problems))
        .contains(new HostAddress("u", "h", 22));
    assertThat(problems.isEmpty()).isTrue();
    for (String text : List.of("a,b", "a[1-2]", "@x", "", "a b", "a[1-999999]")) {
      Problems some = new Problems(null);
      assertThat(HostExpressions.one("head", new Located(text, 3), some)).isEmpty();
      assertThat(some.size()).as(text).isEqualTo(1);
    }
  }

  @Property(tries = 2000)
  void noTextBreaksTheReader(@ForAll String text) {
    try {
      HostExpressions.parse("hosts", List.of(text), Path.of("/none"));
    } catch (ProblemsException e) {
      assertThat(e.problems()).isNotEmpty();
    }
  }

  private List<String> problems(String text) {
    ProblemsException thrown =
        catchThrowableOfType(
            ProblemsException.class, () -> HostExpressions.parse("hosts", List.of(text), folder));
    assertThat(thrown).as("nothing was found wrong").isNotNull();
    return thrown.problems().stream().map(Object::toString).toList();
  }
}
