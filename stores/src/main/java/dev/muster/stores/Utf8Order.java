package dev.muster.stores;

import java.util.Comparator;

/**
 * The order of strings' UTF-8 bytes, which is that of their code points. {@link String#compareTo}
 * differs: it puts U+1F600 (two surrogates) before U+FF21.
 */
enum Utf8Order implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean beyond = Character.isSurrogate(a);
        return beyond == Character.isSurrogate(b) ? Character.compare(a, b) : beyond ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
