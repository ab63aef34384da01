package dev.tokenward.vault.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tokenward.vault.api.Operation.Ask;
import dev.tokenward.vault.api.Operation.Parameter;
import dev.tokenward.vault.audit.AuditEvent.Outcome;
import dev.tokenward.vault.audit.AuditQuery;
import dev.tokenward.vault.audit.ChainVerifier;
import dev.tokenward.vault.audit.StoredRecord;
import dev.tokenward.vault.broker.AuditRegistry;
import dev.tokenward.vault.broker.Page;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The audit: its records, and whether their chain is whole. */
final class AuditRoutes implements Routes {

  private static final String SEQ = "0|[1-9][0-9]{0,17}";

  private final AuditRegistry registry;

  AuditRoutes(AuditRegistry registry) {
    this.registry = registry;
  }

  record Named(@Nullable String id, @Nullable String name) {

    static @Nullable Named of(StoredRecord record, String noun) {
      String id = record.value(noun + ".id");
      String name = record.value(noun + ".name");
      return id == null && name == null ? null : new Named(id, name);
    }
  }

  record VersionAnswer(@Nullable String noun, @Nullable String id, long version) {

    static @Nullable VersionAnswer of(StoredRecord record) {
      String noun = record.value("record.noun");
      return noun == null
          ? null
          : new VersionAnswer(noun, record.value("record.id"), record.number("record.version"));
    }
  }

  record RetiredAnswer(
      @Nullable String file,
      long first,
      long last,
      @Doc("The last record of it, as SEQ:HASH.") @Nullable String head) {

    static @Nullable RetiredAnswer of(StoredRecord record) {
      String file = record.value("retired.file");
      return file == null
          ? null
          : new RetiredAnswer(
              file,
              record.number("retired.first"),
              record.number("retired.last"),
              record.value("retired.head"));
    }
  }

  record AuditRecordAnswer(
      @Doc("Its place in the chain.") long seq,
      Instant at,
      @Nullable String action,
      @Doc("granted, denied, failed, closed, or noted for what the audit says of itself.")
          @Nullable String outcome,
      @Doc("The traceId of the request.") @Nullable String trace,
      @Nullable String route,
      @Nullable Named caller,
      @Doc("As the request named it; with its id where there was one of that name.")
          @Nullable Named credential,
      @Doc("The policy that allowed it.") @Nullable String statement,
      @JsonProperty("lease_id") @Nullable String leaseId,
      @Doc("Of the upstream token.") @JsonProperty("token_id") @Nullable String tokenId,
      @Doc("What was written.") @Nullable VersionAnswer record,
      @Nullable String detail,
      @Doc("Old records that were deleted.") @Nullable RetiredAnswer retired,
      @Doc("The hash of the record before it.") @Nullable String prev,
      @Nullable String hash) {

    static AuditRecordAnswer of(StoredRecord record) {
      return new AuditRecordAnswer(
          record.seq(),
          record.at(),
          record.value("action"),
          record.value("outcome"),
          record.value("trace"),
          record.value("route"),
          Named.of(record, "caller"),
          Named.of(record, "credential"),
          record.value("statement"),
          record.value("lease"),
          record.value("token"),
          VersionAnswer.of(record),
          record.value("detail"),
          RetiredAnswer.of(record),
          record.value("prev"),
          record.value("hash"));
    }
  }

  record AuditAnswer(
      List<AuditRecordAnswer> records,
      @Doc(
              "What after= is to be for the next page, which a filter may leave short or empty;"
                  + " absent at the end.")
          @Nullable String next) {

    static AuditAnswer of(Page<StoredRecord> page) {
      return new AuditAnswer(
          page.items().stream().map(AuditRecordAnswer::of).toList(), page.next());
    }
  }

  record BrokenAnswer(
      String file,
      @Doc("Counted from 1.") long line,
      @Doc("The number that the record there should have.") long seq,
      String problem) {

    static BrokenAnswer of(ChainVerifier.Broken broken) {
      return new BrokenAnswer(
          String.valueOf(Path.of(broken.file()).getFileName()),
          broken.line(),
          broken.seq(),
          broken.problem());
    }
  }

  record VerifiedAnswer(
      boolean ok,
      @Doc("The first record; above 1 where older ones were deleted.") long first,
      @Doc("The last good record, as SEQ:HASH. Keep it elsewhere for: tokenward audit verify.")
          String head,
      @JsonProperty("unfinished_bytes") @Doc("Of a write under way, or one never acknowledged.")
          long unfinishedBytes,
      @Doc("The first that is wrong; absent where nothing is.") @Nullable BrokenAnswer broken) {

    static VerifiedAnswer of(ChainVerifier.Result result) {
      ChainVerifier.Broken broken = result.broken();
      return new VerifiedAnswer(
          broken == null,
          result.first(),
          result.head().toString(),
          result.torn(),
          broken == null ? null : BrokenAnswer.of(broken));
    }
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.get(
                "/v1/audit",
                "listAudit",
                "Read records of the audit, the newest first",
                AuditAnswer.class,
                ask ->
                    AuditAnswer.of(
                        registry.records(
                            ask.call(), query(ask), oldestFirst(ask), after(ask), ask.limit())))
            .taking(
                Parameter.text("credential", "Only about the credential of this name or id."),
                Parameter.text("caller", "Only of the caller of this name or id."),
                Parameter.text("action", "Only this, such as token or credential.create."),
                new Parameter("outcome", Outcome.class, "Only what ended so."),
                new Parameter("since", Instant.class, "Only from this time on."),
                new Parameter("until", Instant.class, "Only before this time."),
                new Parameter("oldestFirst", boolean.class, "true: in the order of the chain."),
                Parameter.AFTER,
                Parameter.LIMIT),
        Operation.get(
            "/v1/audit/verify",
            "verifyAudit",
            "Follow the whole chain of the audit, and find where it is broken",
            VerifiedAnswer.class,
            ask -> VerifiedAnswer.of(registry.verify(ask.call()))));
  }

  private static AuditQuery query(Ask ask) {
    return new AuditQuery(
        orNull(ask.query("credential")),
        orNull(ask.query("caller")),
        orNull(ask.query("action")),
        orNull(ask.query("outcome", Outcome.class)),
        orNull(ask.query("since", Instant.class)),
        orNull(ask.query("until", Instant.class)));
  }

  private static <T> @Nullable T orNull(Optional<T> given) {
    return given.orElse(null);
  }

  private static boolean oldestFirst(Ask ask) {
    return ask.query("oldestFirst").map(Boolean::parseBoolean).orElse(false);
  }

  private static OptionalLong after(Ask ask) {
    String after = ask.after();
    if (!after.isEmpty() && !after.matches(SEQ)) {
      throw Shape.wrong("after", "is the next of the page before");
    }
    return after.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(after));
  }
}
