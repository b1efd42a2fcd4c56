package dev.muster.config.ini;

import dev.muster.config.ini.Interpolation.Name;
import dev.muster.config.ini.Interpolation.Result;
import dev.muster.config.language.Origin;
import dev.muster.config.language.Value;
import dev.muster.config.language.Value.Member;
import dev.muster.config.language.Value.Members;
import dev.muster.config.text.Problems;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * INI files put over one another and worked out, as Python's {@code configparser} does it with
 * extended interpolation, inline comments behind {@code #} and names of keys left as they are.
 * Nothing is evaluated. A file has at most 1 MiB, a value at most 1 MiB once it is worked out.
 *
 * @param sections values by section and key, in the order of the files; those of DEFAULT stand in
 *     every section too
 * @param warnings what works but is likely a mistake
 */
public record Ini(Map<String, Map<String, IniValue>> sections, List<Problem> warnings) {

  /** The section whose values all others have too. */
  public static final String DEFAULT = "DEFAULT";

  /** Files put over one another; a general one and one or two for a component are usual. */
  static final int MAX_FILES = 100;

  /** Characters that all values together may come to, and what each takes beside. */
  static final int MAX_TOTAL = 16 << 20;

  private static final int EACH = 64;

  private static final Origin NOWHERE = new Origin(Path.of(""), 0, 0, null);

  public Ini {
    Map<String, Map<String, IniValue>> copy = new LinkedHashMap<>();
    sections.forEach(
        (name, values) -> copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(values))));
    sections = Collections.unmodifiableMap(copy);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads files; the values of a later one stand over those of the ones before.
   *
   * @param files the general one first; each has to be there
   * @throws ProblemsException CONFIGURATION with all that is wrong: no such file, not UTF-8, lines
   *     that are neither section nor key, keys and sections that are there twice, references that
   *     lead to nothing, round in a circle or too far
   */
  public static Ini read(List<Path> files) {
    if (files.isEmpty() || files.size() > MAX_FILES) {
      throw new IllegalArgumentException(files.size() + " files");
    }
    List<Problem> problems = new ArrayList<>();
    List<Problem> warnings = new ArrayList<>();
    RawSections raw = new RawSections();
    for (Path file : files) {
      Path absolute = file.toAbsolutePath().normalize();
      Problems ofFile = new Problems(absolute);
      raw.add(IniReader.read(absolute, ofFile));
      problems.addAll(ofFile.inOrder());
      warnings.addAll(ofFile.warnings());
    }
    if (problems.isEmpty()) {
      Ini ini = new Ini(new Evaluation(raw, problems).run(), warnings);
      if (problems.isEmpty()) {
        return ini;
      }
    }
    throw new ProblemsException(ErrorKind.CONFIGURATION, problems);
  }

  /** The value of a key in a section; of DEFAULT when the section has none of its own. */
  public Optional<IniValue> find(String section, String key) {
    return Optional.ofNullable(section(section).get(key));
  }

  /** All values of a section by key, those of DEFAULT included; empty when it is not there. */
  public Map<String, IniValue> section(String name) {
    return sections.getOrDefault(name, Map.of());
  }

  /**
   * As an object of sections, each an object of texts by key.
   *
   * @param literals whether what Python calls literals stands as JSON values
   */
  public Value asValue(boolean literals) {
    List<Member> members = new ArrayList<>();
    sections.forEach(
        (name, values) -> {
          List<Member> entries = new ArrayList<>();
          values.forEach(
              (key, value) -> {
                Value shown = literals ? value.literalOrText() : value.asText();
                entries.add(new Member(key, shown, shown.origin()));
              });
          members.add(new Member(name, new Members(entries, NOWHERE), NOWHERE));
        });
    return new Members(members, NOWHERE);
  }

  /** Works all values out. */
  private static final class Evaluation {
    private final RawSections raw;
    private final Interpolation interpolation;
    private final List<Problem> problems;
    private final Set<Problem> seen = new LinkedHashSet<>();
    private final Set<String> usable = new LinkedHashSet<>();
    private final Map<String, List<Problem>> unusable = new LinkedHashMap<>();
    private long total;

    Evaluation(RawSections raw, List<Problem> problems) {
      this.raw = raw;
      this.interpolation = new Interpolation(raw);
      this.problems = problems;
    }

    Map<String, Map<String, IniValue>> run() {
      Map<String, Map<String, IniValue>> sections = new LinkedHashMap<>();
      for (String name : raw.sections()) {
        sections.put(name, section(name));
      }
      Map<String, IniValue> defaults = section(DEFAULT);
      if (!defaults.isEmpty()) {
        sections.put(DEFAULT, defaults);
      }
      unusable.forEach((key, why) -> seen.addAll(usable.contains(key) ? List.of() : why));
      Problems bounded = new Problems(null);
      seen.forEach(bounded::add);
      problems.addAll(bounded.inOrder());
      return sections;
    }

    /** What DEFAULT gives need not make sense everywhere, but somewhere: it is left out here. */
    private Map<String, IniValue> section(String name) {
      Map<String, IniValue> values = new LinkedHashMap<>();
      for (String key : raw.keys(name)) {
        RawValue value = raw.find(name, key).orElseThrow();
        Result result = interpolation.of(new Name(name, key), value);
        boolean common = name.equals(DEFAULT) || !raw.isOwn(name, key);
        String text = result.text();
        count(value, text == null ? 0 : text.length());
        if (text == null) {
          if (common) {
            unusable.putIfAbsent(key, result.problems());
          } else {
            seen.addAll(result.problems());
          }
          continue;
        }
        if (common) {
          usable.add(key);
        }
        values.put(key, new IniValue(text, value.file(), value.line()));
      }
      return values;
    }

    private void count(RawValue value, int length) {
      total += length + EACH;
      if (total > MAX_TOTAL) {
        throw new ProblemsException(
            ErrorKind.CONFIGURATION,
            List.of(
                new Problem(
                    value.file(),
                    value.line(),
                    "the values come to more than 16 MiB",
                    "do they refer to one another many times, or does [DEFAULT] hold too many?")));
      }
    }
  }
}
