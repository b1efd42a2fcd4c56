package dev.muster.config.language;

import dev.muster.config.language.Value.Items;
import dev.muster.config.language.Value.Literal;
import dev.muster.config.language.Value.Member;
import dev.muster.config.language.Value.Members;
import dev.muster.config.language.Value.Text;
import dev.muster.config.text.Problems;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Entry;
import dev.muster.config.yaml.YamlValue.Kind;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.config.yaml.YamlValue.Scalar;
import dev.muster.config.yaml.YamlValue.Sequence;

/** Values of YAML as values of the language, and back. */
final class YamlValues {

  private YamlValues() {}

  /** A value of a file, with its place; YAML's values know no column. */
  static Value of(YamlValue value, Origin file) {
    Origin origin = file.at(value.line(), 0);
    if (value instanceof Scalar scalar) {
      return scalar.kind() == Kind.TEXT
          ? new Text(scalar.text(), origin)
          : new Literal(scalar.text(), scalar.kind(), origin);
    }
    if (value instanceof Sequence sequence) {
      return new Items(sequence.items().stream().map(item -> of(item, file)).toList(), origin);
    }
    return new Members(
        ((Mapping) value)
            .entries().stream()
                .map(
                    entry ->
                        new Member(entry.key(), of(entry.value(), file), file.at(entry.line(), 0)))
                .toList(),
        origin);
  }

  /** The way back; lines of imported files become numbers that {@code problems} understands. */
  static Mapping from(Members members, Problems problems) {
    return new Mapping(
        members.members().stream()
            .map(
                member ->
                    new Entry(
                        member.name(),
                        from(member.value(), problems),
                        line(member.origin(), problems)))
            .toList(),
        line(members.origin(), problems));
  }

  private static YamlValue from(Value value, Problems problems) {
    int line = line(value.origin(), problems);
    if (value instanceof Text text) {
      return new Scalar(text.text(), Kind.TEXT, line);
    }
    if (value instanceof Literal literal) {
      return new Scalar(literal.text(), literal.kind(), line);
    }
    if (value instanceof Items items) {
      return new Sequence(items.values().stream().map(item -> from(item, problems)).toList(), line);
    }
    return from((Members) value, problems);
  }

  private static int line(Origin origin, Problems problems) {
    return origin.importedAt() == null
        ? origin.line()
        : problems.lineOf(origin.file(), origin.line(), origin.way());
  }
}
