package dev.muster.config.hosts;

import dev.muster.model.HostAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes hosts as short as {@link HostExpressions} reads them: {@code host[01-10]}. The order is
 * kept, so reading the text gives the same list again. Only neighbours in the list are put
 * together.
 */
public final class HostFolding {

  /** Longer numbers are not counted with. */
  private static final Pattern PIECE = Pattern.compile("[0-9]{1,18}|[^0-9]+");

  private HostFolding() {}

  /** The hosts in one text; empty for none. */
  public static String fold(List<HostAddress> hosts) {
    List<Group> groups = new ArrayList<>(hosts.stream().map(Group::of).toList());
    int most = groups.stream().mapToInt(group -> group.pieces.size()).max().orElse(0);
    for (int piece = most - 1; piece >= 0; piece--) {
      groups = merged(groups, piece);
    }
    return groups.stream().map(Group::text).collect(Collectors.joining(","));
  }

  private static List<Group> merged(List<Group> groups, int piece) {
    List<Group> merged = new ArrayList<>();
    for (Group group : groups) {
      if (!merged.isEmpty() && merged.get(merged.size() - 1).differsOnlyAt(piece, group)) {
        merged.get(merged.size() - 1).pieces.get(piece).addAll(group.pieces.get(piece));
      } else {
        merged.add(group);
      }
    }
    return merged;
  }

  /**
   * Neighbours that share all but some numbers.
   *
   * @param first one of them
   * @param pieces of the name, in order: the texts that stand there, one or more
   */
  private record Group(HostAddress first, List<List<String>> pieces) {

    static Group of(HostAddress host) {
      List<List<String>> pieces = new ArrayList<>();
      if (host.isIpv6()) {
        pieces.add(new ArrayList<>(List.of("[" + host.host() + "]")));
      } else {
        Matcher matcher = PIECE.matcher(host.host());
        while (matcher.find()) {
          pieces.add(new ArrayList<>(List.of(matcher.group())));
        }
      }
      return new Group(host, pieces);
    }

    boolean differsOnlyAt(int piece, Group other) {
      if (pieces.size() != other.pieces.size()
          || piece >= pieces.size()
          || !Objects.equals(first.port(), other.first.port())
          || !Objects.equals(first.user(), other.first.user())
          || !isNumber(pieces.get(piece))
          || !isNumber(other.pieces.get(piece))) {
        return false;
      }
      for (int i = 0; i < pieces.size(); i++) {
        if (i != piece && !pieces.get(i).equals(other.pieces.get(i))) {
          return false;
        }
      }
      return true;
    }

    String text() {
      StringBuilder text = new StringBuilder();
      if (first.user() != null) {
        text.append(first.user()).append('@');
      }
      for (List<String> piece : pieces) {
        text.append(piece.size() == 1 ? piece.get(0) : "[" + ranges(piece) + "]");
      }
      return first.port() == null
          ? text.toString()
          : text.append(':').append(first.port()).toString();
    }

    private static boolean isNumber(List<String> piece) {
      return Character.isDigit(piece.get(0).charAt(0));
    }
  }

  /** Numbers in order, those that follow on each other as a range. */
  private static String ranges(List<String> numbers) {
    StringBuilder text = new StringBuilder();
    int start = 0;
    while (start < numbers.size()) {
      String first = numbers.get(start);
      int width = first.startsWith("0") && first.length() > 1 ? first.length() : 0;
      long value = Long.parseLong(first);
      int end = start + 1;
      while (end < numbers.size()
          && numbers.get(end).equals(HostPattern.padded(value + end - start, width))) {
        end++;
      }
      text.append(start == 0 ? "" : ",").append(first);
      if (end - start > 1) {
        text.append('-').append(numbers.get(end - 1));
      }
      start = end;
    }
    return text.toString();
  }
}
