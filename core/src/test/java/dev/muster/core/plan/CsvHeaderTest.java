package dev.muster.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CsvHeaderTest {

  @Test
  void readsPlainNames() {
    assertThat(header("date,temp_max, temp_min \n1,2,3\n"))
        .containsExactly("date", "temp_max", "temp_min");
  }

  @Test
  void readsQuotedNamesWithDelimitersQuotesAndLineEnds() {
    assertThat(header("\"a,b\",\"c \"\"d\"\"\",\"e\nf\"\r\n1,2,3\n"))
        .containsExactly("a,b", "c \"d\"", "e\nf");
  }

  @Test
  void leavesOutTheByteOrderMark() {
    assertThat(header("\ufeffdate;temp\n")).containsExactly("date", "temp");
  }

  @Test
  void takesTheDelimiterThatStandsMostOften() {
    assertThat(header("a;b,c;d\n")).containsExactly("a", "b,c", "d");
    assertThat(header("a\tb\tc\n")).containsExactly("a", "b", "c");
    assertThat(header("a|b\n")).containsExactly("a", "b");
    assertThat(header("\"x;y;z\",b\n")).containsExactly("x;y;z", "b");
  }

  @Test
  void readsAHeaderWithoutALineEnd() {
    assertThat(header("a,b")).containsExactly("a", "b");
  }

  @Test
  void hasNoNamesInAnEmptyFile() {
    assertThat(header("")).isEmpty();
    assertThat(header("\n1,2\n")).isEmpty();
  }

  @Test
  void asksForMoreWhenTheHeaderGoesOn() {
    assertThat(CsvHeader.parse("a,b,\"c\n".getBytes(StandardCharsets.UTF_8), false)).isEmpty();
    assertThat(CsvHeader.parse("a,b,c".getBytes(StandardCharsets.UTF_8), false)).isEmpty();
  }

  @Test
  void readsOldEncodings() {
    byte[] bytes = "stra\u00dfe,gr\u00f6\u00dfe\n".getBytes(Charset.forName("ISO-8859-1"));
    assertThat(CsvHeader.parse(bytes, true).orElseThrow())
        .containsExactly("stra\u00dfe", "gr\u00f6\u00dfe");
  }

  @Test
  void isNotMisledByACharacterCutInTwo() {
    byte[] bytes = "a,b\n\u00e9".getBytes(StandardCharsets.UTF_8);
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    assertThat(CsvHeader.parse(cut, false).orElseThrow()).containsExactly("a", "b");
    byte[] header = "gr\u00f6\u00dfe,b\n\u00e9".getBytes(StandardCharsets.UTF_8);
    byte[] cutHeader = Arrays.copyOf(header, header.length - 1);
    assertThat(CsvHeader.parse(cutHeader, false).orElseThrow())
        .containsExactly("gr\u00f6\u00dfe", "b");
  }

  @Property(tries = 200)
  void readsBackQuotedNames(@ForAll("names") @Size(min = 1, max = 6) List<String> names) {
    String text =
        names.stream()
            .map(name -> '"' + name.replace("\"", "\"\"") + '"')
            .collect(Collectors.joining(","));
    assertThat(header(text + "\n1\n")).isEqualTo(names);
  }

  @Provide
  Arbitrary<List<String>> names() {
    return Arbitraries.strings()
        .withChars("ab;,|\"\n\u00e9 ")
        .ofMinLength(1)
        .ofMaxLength(6)
        .map(name -> "x" + name.strip() + "y")
        .list();
  }

  private static List<String> header(String text) {
    return CsvHeader.parse(text.getBytes(StandardCharsets.UTF_8), true).orElseThrow();
  }
}
