package dev.tokenward.vault.audit;

import dev.tokenward.vault.access.Refusals.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The refusals of one minute, counted by address and reason, in bounded memory. Confined. */
final class RefusalMinute {

  /** How many addresses and reasons are told apart; the rest is counted together. */
  static final int MOST_KEYS = 1_024;

  private static final int MOST_NAMES = 3;
  private static final int LONGEST_ADDRESS = 64;
  // Shorter than any secret that the configuration takes, so no secret sent as a name is kept.
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,18}");

  private record Key(String address, Reason reason) {}

  private static final class Tally {
    private final Set<String> names = new TreeSet<>();
    private long count;

    void add(@Nullable String name) {
      count++;
      if (name != null && names.size() < MOST_NAMES && NAME.matcher(name).matches()) {
        names.add(name);
      }
    }
  }

  private final Instant start;
  private final Map<Key, Tally> tallies = new LinkedHashMap<>();
  private long others;

  RefusalMinute(Instant start) {
    this.start = start;
  }

  Instant start() {
    return start;
  }

  void count(Reason reason, @Nullable String address, @Nullable String name) {
    Key key = new Key(bounded(address), reason);
    if (tallies.size() < MOST_KEYS || tallies.containsKey(key)) {
      tallies.computeIfAbsent(key, each -> new Tally()).add(name);
    } else {
      others++;
    }
  }

  private static String bounded(@Nullable String address) {
    String text = address == null ? "unknown" : address;
    return text.length() <= LONGEST_ADDRESS ? text : text.substring(0, LONGEST_ADDRESS);
  }

  /** Adds refusals of which nothing but their number is known any more. */
  void countOthers(long number) {
    others += number;
  }

  long total() {
    return others + tallies.values().stream().mapToLong(tally -> tally.count).sum();
  }

  /** One line of JSON for each address and reason, and one for the rest. */
  byte[] lines() throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (var each : tallies.entrySet()) {
      line(each.getKey().address(), each.getKey().reason().text(), each.getValue(), lines);
    }
    if (others > 0) {
      Tally rest = new Tally();
      rest.count = others;
      line(null, "others", rest, lines);
    }
    return lines.toByteArray();
  }

  private void line(
      @Nullable String address, String reason, Tally tally, ByteArrayOutputStream lines)
      throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("minute", start.toString());
    if (address != null) {
      fields.put("address", address);
    }
    fields.put("reason", reason);
    fields.put("count", tally.count);
    if (!tally.names.isEmpty()) {
      fields.put("names", tally.names);
    }
    lines.writeBytes(RecordFormat.JSON.writeValueAsBytes(fields));
    lines.write('\n');
  }
}
