package dev.muster.config.yaml;

import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns the parser's nodes into values. Aliases are written out, within a bound. */
final class NodeReader {

  /** Values of one file, aliases written out; a bound on a file made to explode. */
  static final int MAX_VALUES = 100_000;

  private final Problems problems;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int values;

  NodeReader(Problems problems) {
    this.problems = problems;
  }

  Optional<YamlValue> read(Node node) {
    if (++values > MAX_VALUES) {
      if (values == MAX_VALUES + 1) {
        problems.add(line(node), "the file stands for more than " + MAX_VALUES + " values");
      }
      return Optional.empty();
    }
    if (!open.add(node)) {
      problems.add(line(node), "the value holds itself", "remove the alias within it");
      return Optional.empty();
    }
    try {
      if (node instanceof ScalarNode scalar) {
        return Optional.of(scalar(scalar));
      }
      if (node instanceof SequenceNode sequence) {
        return Optional.of(sequence(sequence));
      }
      return Optional.of(mapping((MappingNode) node));
    } finally {
      open.remove(node);
    }
  }

  private YamlValue.Scalar scalar(ScalarNode node) {
    return new YamlValue.Scalar(node.getValue(), kind(node.getTag()), line(node));
  }

  private YamlValue.Sequence sequence(SequenceNode node) {
    List<YamlValue> items = new ArrayList<>();
    node.getValue().forEach(item -> read(item).ifPresent(items::add));
    return new YamlValue.Sequence(items, line(node));
  }

  private YamlValue.Mapping mapping(MappingNode node) {
    Map<String, YamlValue.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Node keyNode = tuple.getKeyNode();
      if (!(keyNode instanceof ScalarNode scalar)) {
        problems.add(line(keyNode), "a key is a text, not a list or a mapping");
      } else if (keyNode.getTag().equals(Tag.MERGE)) {
        problems.add(line(keyNode), "the merge key << is not read", "write the keys out");
      } else if (entries.containsKey(scalar.getValue())) {
        String key = scalar.getValue();
        problems.add(
            line(keyNode),
            "the key " + Quoted.of(key) + " is there twice, first in line " + first(entries, key),
            "remove one of them");
      } else {
        read(tuple.getValueNode())
            .ifPresent(
                value ->
                    entries.put(
                        scalar.getValue(),
                        new YamlValue.Entry(scalar.getValue(), value, line(keyNode))));
      }
    }
    return new YamlValue.Mapping(List.copyOf(entries.values()), line(node));
  }

  private static int first(Map<String, YamlValue.Entry> entries, String key) {
    YamlValue.Entry entry = entries.get(key);
    return entry == null ? 0 : entry.line();
  }

  private static YamlValue.Kind kind(Tag tag) {
    if (tag.equals(Tag.INT)) {
      return YamlValue.Kind.WHOLE_NUMBER;
    }
    if (tag.equals(Tag.FLOAT)) {
      return YamlValue.Kind.NUMBER;
    }
    if (tag.equals(Tag.BOOL)) {
      return YamlValue.Kind.BOOLEAN;
    }
    return tag.equals(Tag.NULL) ? YamlValue.Kind.NULL : YamlValue.Kind.TEXT;
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
