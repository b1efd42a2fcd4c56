package dev.muster.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IgnoreRulesTest {

  @Test
  void leavesOutWhatToolsPutThere() {
    IgnoreRules rules = new IgnoreRules(List.of());
    assertThat(rules.ignores("results", true)).isTrue();
    assertThat(rules.ignores("src/results", true)).isFalse();
    assertThat(rules.ignores("lib/__pycache__", true)).isTrue();
    assertThat(rules.ignores("a.pyc", false)).isTrue();
    assertThat(rules.ignores(".git", true)).isTrue();
    assertThat(rules.ignores("project.schema.json", false)).isTrue();
    assertThat(rules.ignores("schemas/project.schema.json", false)).isFalse();
    assertThat(rules.ignores("entrypoint.py", false)).isFalse();
  }

  @Test
  void readsLinesAsGitDoes() {
    IgnoreRules rules =
        new IgnoreRules(
            List.of(
                "# notes", "", "*.log", "!keep.log", "/top.txt", "doc/*.html", "build/", "\\#x"));
    assertThat(rules.ignores("deep/a.log", false)).isTrue();
    assertThat(rules.ignores("deep/keep.log", false)).isFalse();
    assertThat(rules.ignores("top.txt", false)).isTrue();
    assertThat(rules.ignores("deep/top.txt", false)).isFalse();
    assertThat(rules.ignores("doc/a.html", false)).isTrue();
    assertThat(rules.ignores("doc/deep/a.html", false)).isFalse();
    assertThat(rules.ignores("deep/build", true)).isTrue();
    assertThat(rules.ignores("deep/build", false)).isFalse();
    assertThat(rules.ignores("#x", false)).isTrue();
  }
}
