package dev.muster.config.yaml;

import dev.muster.config.text.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads YAML 1.1, and JSON as a part of it, as a tree of values with their lines. Nothing of the
 * file chooses a Java class. Bounds: {@value #MAX_BYTES} bytes, {@value #MAX_DEPTH} levels, {@value
 * #MAX_ALIASES} aliases.
 */
public final class YamlFile {

  /** A larger file is no configuration. */
  public static final int MAX_BYTES = 1 << 20;

  /** Values nested deeper are refused. */
  public static final int MAX_DEPTH = 50;

  /** More aliases of lists and mappings are refused. */
  public static final int MAX_ALIASES = 50;

  private YamlFile() {}

  /**
   * Reads the mapping that a configuration file is. What is wrong is noted; then the mapping is
   * empty or holds what could be read.
   */
  public static Optional<YamlValue.Mapping> readMapping(Path file, Problems problems) {
    Optional<YamlValue> value = readText(file, problems).flatMap(text -> parse(text, problems));
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof YamlValue.Mapping mapping) {
      return Optional.of(mapping);
    }
    problems.add(
        value.get().line(),
        "keys with values are expected, not " + value.get().shown(),
        "write lines such as  name: weather");
    return Optional.empty();
  }

  /** Reads the one value of a text. */
  public static Optional<YamlValue> parse(String text, Problems problems) {
    Optional<YamlValue> json = JsonText.parse(text);
    return json.isPresent() ? json : parseYaml(text, problems);
  }

  private static Optional<YamlValue> parseYaml(String text, Problems problems) {
    LoaderOptions bounds = new LoaderOptions();
    bounds.setNestingDepthLimit(MAX_DEPTH);
    bounds.setMaxAliasesForCollections(MAX_ALIASES);
    bounds.setCodePointLimit(MAX_BYTES);
    try {
      @Nullable Node root = new Yaml(bounds).compose(new StringReader(text));
      if (root == null) {
        problems.add(0, "the file is empty", "write lines such as  name: weather");
        return Optional.empty();
      }
      return new NodeReader(problems).read(root);
    } catch (MarkedYAMLException e) {
      SyntaxErrors.add(e, text, problems);
    } catch (YAMLException e) {
      SyntaxErrors.add(e, problems);
    }
    return Optional.empty();
  }

  private static Optional<String> readText(Path file, Problems problems) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        problems.add(
            0,
            "the file is larger than 1 MiB, which no configuration is",
            "is this the right file?");
        return Optional.empty();
      }
      return decode(bytes, problems);
    } catch (AccessDeniedException e) {
      problems.add(0, "the file may not be read", "chmod u+r " + file);
    } catch (IOException e) {
      String reason = Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
      problems.add(0, "the file cannot be read: " + reason);
    }
    return Optional.empty();
  }

  private static Optional<String> decode(byte[] bytes, Problems problems) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    if (decoder.decode(in, out, true).isError()) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      problems.add(line, "the file is not UTF-8 text", "save it as UTF-8");
      return Optional.empty();
    }
    String text = out.flip().toString();
    return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }
}
