package dev.tokenward.vault.audit;

import dev.tokenward.vault.access.Caller;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a record says, before it has a place in the chain. Every value is bounded, so that nobody
 * can fill the log with one request, and is Unicode that can be written.
 *
 * @param fields names and values in the order of the record; a value is text, a number or fields
 *     again
 * @param record what it tells of a record, or null
 */
record Entry(Map<String, Object> fields, @Nullable RecordVersion record) {

  /** The action of a record that old ones are deleted. */
  static final String RETIRED = "audit.retired";

  private static final int LONGEST = 256;

  /** What happened to a caller's request. */
  static Entry of(AuditEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    put(fields, "action", event.action());
    put(fields, "outcome", event.outcome().text());
    put(fields, "trace", event.call().traceId());
    put(fields, "route", event.call().route());
    Caller caller = event.call().caller();
    fields.put("caller", named(caller.id(), caller.name()));
    if (event.credential() != null) {
      fields.put("credential", named(event.credentialId(), event.credential()));
    }
    put(fields, "statement", event.statement());
    put(fields, "lease", event.leaseId());
    put(fields, "token", event.tokenId());
    if (event.record() != null) {
      fields.put("record", version(event.record()));
    }
    put(fields, "detail", event.detail());
    return new Entry(fields, event.record());
  }

  /** What the log has to say of itself. */
  static Entry note(String action, String detail) {
    Map<String, Object> fields = new LinkedHashMap<>();
    put(fields, "action", action);
    put(fields, "outcome", "noted");
    put(fields, "detail", detail);
    return new Entry(fields, null);
  }

  /** That a full file is about to be deleted, and with what it ended. */
  static Entry retired(ChainFiles.Full full, ChainHead head) {
    Map<String, Object> retired = new LinkedHashMap<>();
    put(retired, "file", String.valueOf(full.path().getFileName()));
    retired.put("first", full.first());
    retired.put("last", full.last());
    put(retired, "head", head.toString());
    Map<String, Object> fields = new LinkedHashMap<>();
    put(fields, "action", RETIRED);
    put(fields, "outcome", "noted");
    fields.put("retired", retired);
    return new Entry(fields, null);
  }

  private static Map<String, Object> version(RecordVersion record) {
    Map<String, Object> fields = new LinkedHashMap<>();
    put(fields, "noun", record.noun());
    put(fields, "id", record.id());
    fields.put("version", record.version());
    if (record.until() != null) {
      put(fields, "until", record.until().toString());
    }
    return fields;
  }

  private static Map<String, Object> named(@Nullable String id, String name) {
    Map<String, Object> fields = new LinkedHashMap<>();
    put(fields, "id", id);
    put(fields, "name", name);
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, bounded(value));
    }
  }

  private static String bounded(String value) {
    String kept = value.length() <= LONGEST ? value : value.substring(0, LONGEST - 1) + "…";
    // Half a character outside the basic plane becomes a question mark; it could not be encoded.
    return new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
