package dev.muster.config.glob;

import dev.muster.config.glob.Element.Folders;
import dev.muster.config.glob.Element.Literal;
import dev.muster.config.glob.Element.OneOf;
import dev.muster.config.glob.Element.Star;
import java.util.BitSet;
import java.util.List;

/**
 * Matches a row of elements by following all possibilities at once, so that the time is at most
 * length of the key × length of the pattern: no key and no pattern makes it slow.
 */
final class Alternative {

  private final Element[] elements;
  private final String prefix;
  private final boolean onlyLiterals;

  Alternative(List<Element> elements) {
    this.elements = elements.toArray(Element[]::new);
    StringBuilder literals = new StringBuilder();
    int literalCount = 0;
    while (literalCount < this.elements.length
        && this.elements[literalCount] instanceof Literal literal) {
      literals.appendCodePoint(literal.point());
      literalCount++;
    }
    this.prefix = literals.toString();
    this.onlyLiterals = literalCount == this.elements.length;
  }

  /** What every key that matches starts with. */
  String literalPrefix() {
    return prefix;
  }

  /** Tells whether the pattern names one key. */
  boolean onlyLiterals() {
    return onlyLiterals;
  }

  boolean matches(String key) {
    if (onlyLiterals || !key.startsWith(prefix)) {
      return key.equals(prefix);
    }
    BitSet states = new BitSet(elements.length + 1);
    BitSet next = new BitSet(elements.length + 1);
    enter(states, prefix.codePointCount(0, prefix.length()));
    int at = prefix.length();
    while (at < key.length() && !states.isEmpty()) {
      int point = key.codePointAt(at);
      next.clear();
      for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
        step(state, point, next);
      }
      BitSet swapped = states;
      states = next;
      next = swapped;
      at += Character.charCount(point);
    }
    return states.get(elements.length);
  }

  /** Stands before an element; stars and folders may also be passed without taking anything. */
  private void enter(BitSet states, int state) {
    int at = state;
    states.set(at);
    while (at < elements.length
        && (elements[at] instanceof Star || elements[at] instanceof Folders)) {
      at++;
      states.set(at);
    }
  }

  private void step(int state, int point, BitSet next) {
    if (state == elements.length) {
      return;
    }
    Element element = elements[state];
    if (element instanceof Literal literal) {
      if (literal.point() == point) {
        enter(next, state + 1);
      }
    } else if (element instanceof OneOf set) {
      if (set.accepts(point)) {
        enter(next, state + 1);
      }
    } else if (element instanceof Star star) {
      if (star.crossesFolders() || point != '/') {
        enter(next, state);
      }
    } else if (point == '/') {
      enter(next, state);
    } else {
      next.set(state);
    }
  }
}
