package dev.tokenward.vault.config;

import java.util.Collection;
import java.util.Comparator;

/** Suggests the name that was probably meant. */
final class DidYouMean {

  private DidYouMean() {}

  /** {@code " Did you mean NAME?"}, or nothing where no candidate is close. */
  static String among(Collection<String> candidates, String written) {
    return candidates.stream()
        .filter(each -> distance(each, written) <= (written.length() < 6 ? 1 : 2))
        .min(Comparator.comparingInt(each -> distance(each, written)))
        .map(each -> " Did you mean " + each + "?")
        .orElse("");
  }

  /** How many letters to insert, delete or replace (Levenshtein), ignoring case. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (same(one.charAt(i - 1), other.charAt(j - 1)) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }

  private static boolean same(char one, char other) {
    return Character.toLowerCase(one) == Character.toLowerCase(other);
  }
}
