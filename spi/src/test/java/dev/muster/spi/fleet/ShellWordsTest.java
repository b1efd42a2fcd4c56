package dev.muster.spi.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShellWordsTest {

  private static final List<String> HOSTILE =
      List.of(
          "",
          " ",
          "a b",
          "it's",
          "'",
          "''",
          "\"",
          "\\",
          "a\\",
          "\n",
          "two\nlines\n",
          "\r\n",
          "\t",
          "$(touch /tmp/muster-owned)",
          "`id`",
          "$HOME",
          "${x}",
          "*",
          "?",
          "[a-z]",
          "{a,b}",
          "~",
          "~root",
          "#no comment",
          "!history",
          "a;b",
          "a&b",
          "a|b",
          "<in",
          ">out",
          "-rf",
          "--",
          "=x",
          "A=b",
          "naïve",
          "日本語",
          "😀",
          "\u0001\u0007\u001b[31m\u007f",
          "\u00a0",
          "%s%n",
          "^caret");

  @Test
  void givesAShellExactlyTheWords() throws Exception {
    assertThat(heard(ShellWords.quote(HOSTILE))).isEqualTo(HOSTILE);
  }

  @Test
  void givesAShellExactlyTheWordsOfRandomCharacters() throws Exception {
    Random random = new Random(42);
    String alphabet = " '\"\\\n\t$`*?[]{}~#!;&|<>()-=%^aZ9éß€\u0001\u0081\u0088";
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      StringBuilder word = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        word.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      words.add(word.toString());
    }
    assertThat(heard(ShellWords.quote(words))).isEqualTo(words);
  }

  @Test
  void leavesPlainWordsReadable() {
    assertThat(ShellWords.quote(List.of("ls", "-l", "/tmp/a.b"))).isEqualTo("ls -l /tmp/a.b");
  }

  @Test
  void refusesWhatNoArgumentCanHold() {
    assertThatThrownBy(() -> ShellWords.quote("a\0b")).hasMessageContaining("NUL");
  }

  @Test
  void runsAScriptWithoutLettingItsCommandsEatIt() throws Exception {
    RemoteCommand command =
        RemoteCommand.script("x=$1\ncat\nprintf '%s' \"$x\" \"${s-}\"\n\n", "a 'b'\n");
    Process process =
        new ProcessBuilder("sh", "-c", ShellWords.quote(command.argv()))
            .redirectErrorStream(true)
            .start();
    try (var out = process.getOutputStream();
        var in = command.input().open(dev.muster.model.HostAddress.of("h"))) {
      in.transferTo(out);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).isEqualTo("a 'b'\n");
    assertThat(process.waitFor()).isZero();
  }

  // Words as they come out of a real shell, one after each NUL.
  private static List<String> heard(String text) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-s").redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var out = process.getOutputStream()) {
      out.write(("printf '%s\\0' " + text + "\n").getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    List<String> words = new ArrayList<>(List.of(said.split("\0", -1)));
    words.remove(words.size() - 1);
    return words;
  }
}
