package dev.muster.reports.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TemplateTest {

  private static String filled(String template, Slots slots) throws IOException {
    StringBuilder out = new StringBuilder();
    Template.parse(template).fill(slots, out);
    return out.toString();
  }

  @Test
  void escapesTextsAndNotMarkup() throws IOException {
    Slots slots = new Slots().text("a", "<b a='\"'>&").html("b", new Html("<i>"));
    assertThat(filled("{{a}}|{{b}}", slots)).isEqualTo("&lt;b a=&#39;&quot;&#39;&gt;&amp;|<i>");
  }

  @Test
  void repeatsSectionsThatSeeOuterNames() throws IOException {
    Slots slots =
        new Slots()
            .text("out", "o")
            .list("rows", List.of(new Slots().text("in", "1"), new Slots().text("in", "2")));
    assertThat(filled("{{#rows}}{{out}}{{in}};{{/rows}}{{^rows}}none{{/rows}}", slots))
        .isEqualTo("o1;o2;");
    assertThat(filled("{{#x}}a{{/x}}{{^x}}b{{/x}}", new Slots().when("x", false))).isEqualTo("b");
  }

  @Test
  void doesNotFillWhatATextBrings() throws IOException {
    assertThat(filled("{{a}}", new Slots().text("a", "{{b}}").text("b", "x"))).isEqualTo("{{b}}");
  }

  @Test
  void refusesMistakes() {
    assertThatThrownBy(() -> filled("{{a}}", new Slots())).hasMessageContaining("{{a}}");
    assertThatThrownBy(() -> Template.parse("{{#a}}")).hasMessageContaining("not closed");
    assertThatThrownBy(() -> Template.parse("{{#a}}{{/b}}")).hasMessageContaining("closes");
    assertThatThrownBy(() -> Template.parse("{{/b}}")).hasMessageContaining("closes nothing");
    assertThatThrownBy(() -> Template.parse("{{a")).hasMessageContaining("not closed");
    assertThatThrownBy(() -> filled("{{#a}}{{/a}}", new Slots().text("a", "")))
        .hasMessageContaining("not a list");
  }

  @Property
  void neverLetsATextOpenATag(@ForAll String text) {
    assertThat(Html.escape(text)).doesNotContain("<", ">", "\"", "'");
    assertThat(Html.json(text).markup()).doesNotContain("<", ">", "&", "\u2028", "\u2029");
  }
}
