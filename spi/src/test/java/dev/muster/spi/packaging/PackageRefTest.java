package dev.muster.spi.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PackageRefTest {

  @Test
  void isANameOrANameAndARelease() {
    assertThat(PackageRef.parse("shop")).isEqualTo(new PackageRef("shop", null));
    assertThat(PackageRef.parse("my.shop@1.0-0a1b2c3d4e5f6789"))
        .isEqualTo(new PackageRef("my.shop", "1.0-0a1b2c3d4e5f6789"))
        .hasToString("my.shop@1.0-0a1b2c3d4e5f6789");
  }

  /** It becomes a path on hosts. */
  @Test
  void nothingElseIsOne() {
    for (String text :
        List.of("", "@1", "shop@", "../shop", "a/b", "shop@../1", "shop@1/2", "a b")) {
      assertThatThrownBy(() -> PackageRef.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("NAME@VERSION-HASH");
    }
  }
}
