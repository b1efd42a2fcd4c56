package dev.muster.config.language;

import dev.muster.config.language.Value.Items;
import dev.muster.config.language.Value.Member;
import dev.muster.config.language.Value.Members;
import dev.muster.config.language.Value.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Changes all texts of a value, names of members too. */
final class Texts {

  private Texts() {}

  /**
   * The value with each text changed.
   *
   * @param change gets a text and where it stands
   */
  static Value map(Value value, BiFunction<String, Origin, String> change) {
    return map(
        value, change, text -> new Text(change.apply(text.text(), text.origin()), text.origin()));
  }

  /**
   * The same, where a text that is a value may become another value.
   *
   * @param change of names
   * @param replace of values
   */
  static Value map(
      Value value, BiFunction<String, Origin, String> change, Function<Text, Value> replace) {
    if (value instanceof Text text) {
      return replace.apply(text);
    }
    if (value instanceof Items items) {
      return new Items(
          items.values().stream().map(each -> map(each, change, replace)).toList(), items.origin());
    }
    if (value instanceof Members members) {
      Map<String, Member> changed = new LinkedHashMap<>();
      for (Member member : members.members()) {
        String name = change.apply(member.name(), member.origin());
        Member made = new Member(name, map(member.value(), change, replace), member.origin());
        if (changed.put(name, made) != null) {
          throw LanguageException.of(
              member.origin(), "the key " + name + " is there twice once it is worked out", null);
        }
      }
      return Members.of(changed, members.origin());
    }
    return value;
  }
}
