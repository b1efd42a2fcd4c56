package dev.muster.config.text;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one file, gathered while it is read, so that the user sees all of it at once.
 */
public final class Problems {

  /** A file of garbage needs no more than this to be understood. */
  static final int MOST = 100;

  private final @Nullable Path file;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private final SourceLines lines = new SourceLines();
  private int left;

  /**
   * @param file which file, null for what stands in none
   */
  public Problems(@Nullable Path file) {
    this.file = file;
  }

  /** The file that is read, null for what stands in none. */
  public @Nullable Path file() {
    return file;
  }

  /** Notes something wrong at a line, 0 for the file as a whole. */
  public void add(int line, String message) {
    add(line, message, null);
  }

  /** Notes something wrong at a line, with what fixes it. */
  public void add(int line, String message, @Nullable String hint) {
    add(problem(line, message, hint));
  }

  /** Notes something wrong elsewhere, for instance in another file. */
  public void add(Problem problem) {
    if (problems.size() < MOST) {
      problems.add(problem);
    } else {
      left++;
    }
  }

  /** Notes something that works but should be written otherwise. */
  public void warn(int line, String message, @Nullable String hint) {
    warnings.add(problem(line, message, hint));
  }

  /**
   * A number for a line of another file, which stands for it wherever a line of this one does.
   *
   * @param way how the file was come to, for messages: {@code , imported at a.yaml:3}
   */
  public int lineOf(Path other, int line, String way) {
    return lines.number(other, line, way);
  }

  /** The file of a line: this one, or the other one that the number stands for. */
  public @Nullable Path fileOf(int line) {
    return lines.of(line, file).file();
  }

  /** The number that a line has in its file. */
  public int numberOf(int line) {
    return lines.of(line, file).line();
  }

  private Problem problem(int number, String message, @Nullable String hint) {
    SourceLines.Line line = lines.of(number, file);
    return new Problem(line.file(), line.line(), message + line.way(), hint);
  }

  /** Tells whether nothing is wrong; warnings are not wrong. */
  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /** How many were noted. */
  public int size() {
    return problems.size();
  }

  /** What is wrong, in the order of the lines. */
  public List<Problem> inOrder() {
    List<Problem> sorted = sorted(problems);
    if (left > 0) {
      sorted.add(new Problem(file, 0, left + " more problems are not shown", null));
    }
    return List.copyOf(sorted);
  }

  /** What works but should be written otherwise, in the order of the lines. */
  public List<Problem> warnings() {
    return List.copyOf(sorted(warnings));
  }

  /**
   * Throws when something is wrong.
   *
   * @throws ProblemsException CONFIGURATION
   */
  public void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.CONFIGURATION, inOrder());
    }
  }

  private List<Problem> sorted(List<Problem> unsorted) {
    List<Problem> sorted = new ArrayList<>(unsorted);
    sorted.sort(Comparator.comparing(this::isElsewhere).thenComparingInt(Problem::line));
    return sorted;
  }

  private boolean isElsewhere(Problem problem) {
    return problem.file() != null && !problem.file().equals(file);
  }
}
