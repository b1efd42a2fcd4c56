package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExcludesTest {

  private static boolean excludes(String pattern, String path) {
    return new Excludes(List.of(pattern)).matches(path, false);
  }

  @Test
  void matchesNamesAnywhere() {
    assertThat(excludes("*.pyc", "a/b/x.pyc")).isTrue();
    assertThat(excludes("*.pyc", "x.pyc")).isTrue();
    assertThat(excludes("*.pyc", "x.pyc/y")).isFalse();
    assertThat(excludes("x?y", "a/xzy")).isTrue();
    assertThat(excludes("x?y", "a/xy")).isFalse();
    assertThat(excludes(".git", "a/.git")).isTrue();
    assertThat(excludes(".git", "a/.gitignore")).isFalse();
  }

  @Test
  void matchesPathsFromTheTop() {
    assertThat(excludes("/build", "build")).isTrue();
    assertThat(excludes("/build", "a/build")).isFalse();
    assertThat(excludes("data/raw", "data/raw")).isTrue();
    assertThat(excludes("data/raw", "x/data/raw")).isFalse();
    assertThat(excludes("data/*.csv", "data/x.csv")).isTrue();
    assertThat(excludes("data/*.csv", "data/more/x.csv")).isFalse();
  }

  @Test
  void goesOverFoldersWithTwoStars() {
    assertThat(excludes("**/.git", ".git")).isTrue();
    assertThat(excludes("**/.git", "a/b/.git")).isTrue();
    assertThat(excludes("**/.git/**", "a/.git/objects/x")).isTrue();
    assertThat(excludes("**/.git/**", "a/.git")).isFalse();
    assertThat(excludes("a/**/x", "a/x")).isTrue();
    assertThat(excludes("a/**/x", "a/b/c/x")).isTrue();
  }

  @Test
  void takesFoldersAloneWithASlashAtTheEnd() {
    Excludes excludes = new Excludes(List.of("cache/"));
    assertThat(excludes.matches("a/cache", true)).isTrue();
    assertThat(excludes.matches("a/cache", false)).isFalse();
  }

  @Test
  void readsOtherCharactersAsTheyAre() {
    assertThat(excludes("a+b(1).[x]", "a+b(1).[x]")).isTrue();
    assertThat(excludes("a.b", "axb")).isFalse();
    assertThat(excludes("", "x")).isFalse();
    assertThat(excludes("/", "x")).isFalse();
  }
}
