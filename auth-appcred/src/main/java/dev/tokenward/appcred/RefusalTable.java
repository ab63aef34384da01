package dev.tokenward.appcred;

import dev.tokenward.core.TokenException;
import java.util.Arrays;
import java.util.List;

/** Refusals as data. The last row stands for everything that no other names. */
record RefusalTable(List<Row> rows) implements Refusals {

  /**
   * One refusal.
   *
   * @param what what happened, with {@code %s} for the credential's name
   * @param keys the codes that mean this
   */
  record Row(TokenException.Reason reason, String what, String nextStep, List<String> keys) {

    /** Copies the keys. */
    Row {
      keys = List.copyOf(keys);
    }

    TokenException exception(String name) {
      return new TokenException(reason, what.formatted(name), nextStep);
    }
  }

  static Row row(TokenException.Reason reason, String what, String nextStep, String... keys) {
    return new Row(reason, what, nextStep, List.of(keys));
  }

  static RefusalTable of(Row... rows) {
    return new RefusalTable(List.of(rows));
  }

  @Override
  public TokenException of(String name, String... said) {
    return Arrays.stream(said)
        .flatMap(key -> rows.stream().filter(row -> row.keys().contains(key)))
        .findFirst()
        .orElseGet(() -> rows.get(rows.size() - 1))
        .exception(name);
  }
}
