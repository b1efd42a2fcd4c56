package dev.muster.config.project;

import dev.muster.config.glob.InputPattern;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.model.InputGlob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one glob of the native form: which root it is below, and the pattern on its keys. */
final class Inputs {

  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)", Pattern.DOTALL);

  /** Amazon's rules for bucket names, the old ones included. */
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,254}");

  private final Path folder;
  private final Problems problems;

  /**
   * @param folder the project's, absolute
   * @param problems where what is wrong is noted
   */
  Inputs(Path folder, Problems problems) {
    this.folder = folder;
    this.problems = problems;
  }

  /** Tells whether a text can be a bucket's name. */
  static boolean isBucket(String text) {
    return BUCKET.matcher(text).matches();
  }

  private static final Pattern HDFS =
      Pattern.compile("((?:web)?hdfs://[^/]+)/?(.*)", Pattern.DOTALL);

  /** The root of a folder, as inputs carry it. */
  static String root(Path absolute) {
    String path = absolute.toString();
    return "file:" + (path.endsWith("/") ? path : path + "/");
  }

  /** Reads a glob; empty after noting what is wrong with it. */
  Optional<InputGlob> read(String text, int line) {
    Matcher scheme = SCHEME.matcher(text);
    if (!scheme.matches()) {
      return local(text, text, line);
    }
    return switch (scheme.group(1)) {
      case "file" -> local(text, scheme.group(2).replaceFirst("^//(?=/)", ""), line);
      case "s3" -> s3(text, line);
      case "hdfs", "webhdfs" -> hdfs(text, line);
      default -> {
        if (scheme.group(2).startsWith("//")) {
          problems.add(
              line,
              "inputs: no store is known for " + Quoted.of(text),
              "known are file:, s3:// and hdfs://");
          yield Optional.empty();
        }
        yield local(text, text, line);
      }
    };
  }

  private Optional<InputGlob> s3(String text, int line) {
    Matcher address = Pattern.compile("s3://([^/]*)/?(.*)", Pattern.DOTALL).matcher(text);
    if (!address.matches() || !isBucket(address.group(1))) {
      problems.add(
          line,
          "inputs: " + Quoted.of(text) + " names no bucket",
          "for instance  s3://my-bucket/prefix/**/*.csv");
      return Optional.empty();
    }
    if (address.group(2).isEmpty()) {
      problems.add(
          line,
          "inputs: " + Quoted.of(text) + " names no keys",
          "for all keys  s3://" + address.group(1) + "/**");
      return Optional.empty();
    }
    return glob("s3://" + address.group(1) + "/", address.group(2), text, line);
  }

  private Optional<InputGlob> hdfs(String text, int line) {
    Matcher address = HDFS.matcher(text);
    if (!address.matches() || address.group(2).isEmpty()) {
      problems.add(
          line,
          "inputs: " + Quoted.of(text) + " names no files of an HDFS",
          "for instance  hdfs://namenode:9000/data/**/*.csv");
      return Optional.empty();
    }
    return glob(address.group(1) + "/", address.group(2), text, line);
  }

  private Optional<InputGlob> local(String text, String path, int line) {
    if (path.startsWith("~")) {
      problems.add(
          line,
          "inputs: ~ is not written out in " + Quoted.of(text),
          "give the absolute path of the folder");
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>(List.of(path.split("/", -1)));
    boolean namesFolder = parts.get(parts.size() - 1).isEmpty();
    parts.removeAll(List.of("", "."));
    if (parts.contains("..")) {
      problems.add(
          line,
          "inputs: " + Quoted.of(text) + " leads out of the project folder by ..",
          "give an absolute path");
      return Optional.empty();
    }
    boolean absolute = path.startsWith("/");
    String pattern = String.join("/", parts);
    if (namesFolder || isFolder(absolute ? Path.of("/") : folder, pattern)) {
      problems.add(
          line,
          "inputs: " + Quoted.of(text) + " is a folder",
          "for the files in it  "
              + (absolute ? "/" : "")
              + String.join("/", parts.isEmpty() ? List.of("**") : with(parts, "*")));
      return Optional.empty();
    }
    return glob(absolute ? "file:/" : root(folder), pattern, text, line);
  }

  private Optional<InputGlob> glob(String root, String pattern, String text, int line) {
    InputGlob glob = new InputGlob(root, pattern, InputGlob.Syntax.PATH);
    try {
      InputPattern.of(glob);
      return Optional.of(glob);
    } catch (IllegalArgumentException e) {
      problems.add(line, "inputs: " + Quoted.of(text) + " is no glob: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean isFolder(Path root, String pattern) {
    return pattern.isEmpty()
        || (pattern.indexOf('\0') < 0 && Files.isDirectory(root.resolve(pattern)));
  }

  private static List<String> with(List<String> parts, String last) {
    List<String> longer = new ArrayList<>(parts);
    Collections.addAll(longer, last);
    return longer;
  }
}
