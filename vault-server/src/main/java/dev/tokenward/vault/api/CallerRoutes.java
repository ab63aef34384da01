package dev.tokenward.vault.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tokenward.vault.access.CallerRecord;
import dev.tokenward.vault.access.CallerRecord.SecretHash;
import dev.tokenward.vault.api.Operation.Ask;
import dev.tokenward.vault.api.Operation.Created;
import dev.tokenward.vault.api.Operation.Parameter;
import dev.tokenward.vault.api.Operation.Tagged;
import dev.tokenward.vault.broker.CallerRegistry;
import dev.tokenward.vault.broker.Page;
import dev.tokenward.vault.broker.Precondition;
import dev.tokenward.vault.store.Row;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may call: made, shown, changed, given secrets, frozen, removed. */
final class CallerRoutes implements Routes {

  private static final String NOUN = "/v1/callers";
  private static final String ONE = NOUN + "/{name}";

  private final CallerRegistry registry;

  CallerRoutes(CallerRegistry registry) {
    this.registry = registry;
  }

  record NewCaller(
      @Doc("Its client id: lower-case letters, digits and hyphens.") String name,
      @Doc("For people.") @Nullable String description) {}

  record CallerBody(
      @Doc("Another name; needs policy.write as well.") @Nullable String name,
      @Nullable String description) {}

  record SecretAnswer(
      @JsonProperty("secret_id") @Doc("Names it; says nothing of it.") String secretId,
      @JsonProperty("created_at") Instant createdAt) {

    static SecretAnswer of(SecretHash kept) {
      return new SecretAnswer(kept.id(), kept.createdAt());
    }
  }

  record CallerAnswer(
      @Doc("Permanent; names are labels.") String id,
      String name,
      @Nullable String description,
      List<SecretAnswer> secrets,
      boolean frozen,
      long version,
      @JsonProperty("created_at") Instant createdAt,
      @JsonProperty("changed_at") Instant changedAt)
      implements Tagged {

    @Override
    public String etag() {
      return Precondition.tag(id, version);
    }
  }

  record CallersAnswer(
      List<CallerAnswer> callers,
      @Doc("Those on this page that cannot be read; absent where all can.")
          @Nullable List<Damaged> damaged,
      @Doc("What after= is to be for the next page; absent at the end.") @Nullable String next) {}

  record ShownSecret(
      @JsonProperty("client_id") String clientId,
      @JsonProperty("client_secret") @Doc("Shown this once.") String clientSecret,
      @JsonProperty("secret_id") String secretId) {

    /** The id alone. */
    @Override
    public String toString() {
      return "ShownSecret[" + secretId + "]";
    }
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.get(NOUN, "listCallers", "List callers", CallersAnswer.class, this::list)
            .taking(Parameter.AFTER, Parameter.LIMIT),
        Operation.post(
                NOUN,
                "createCaller",
                "Make a caller, which can do nothing until a policy says so",
                NewCaller.class,
                CallerAnswer.class,
                this::create)
            .creating(),
        Operation.get(
            ONE,
            "getCaller",
            "Show a caller",
            CallerAnswer.class,
            ask -> answer(registry.read(ask.call(), ask.path("name")))),
        Operation.put(
            ONE,
            "putCaller",
            "Make a caller, or write one anew; its secrets stay",
            CallerBody.class,
            CallerAnswer.class,
            this::put),
        Operation.delete(
                ONE,
                "deleteCaller",
                "Remove a caller and end what it was issued",
                Removed.class,
                this::delete)
            .onCondition(),
        Operation.post(
                ONE + "/secrets",
                "addCallerSecret",
                "Give a caller another secret; two are valid at once",
                Operation.Nothing.class,
                ShownSecret.class,
                this::addSecret)
            .creating(),
        Operation.delete(
            ONE + "/secrets/{id}",
            "removeCallerSecret",
            "End a secret of a caller",
            CallerAnswer.class,
            ask -> answer(registry.removeSecret(ask.call(), ask.path("name"), ask.path("id")))),
        Operation.post(
            ONE + "/freeze",
            "freezeCaller",
            "Refuse everything to a caller, at once",
            Operation.Nothing.class,
            CallerAnswer.class,
            ask -> answer(registry.freeze(ask.call(), ask.path("name"), true))),
        Operation.post(
            ONE + "/unfreeze",
            "unfreezeCaller",
            "Let a frozen caller go on",
            Operation.Nothing.class,
            CallerAnswer.class,
            ask -> answer(registry.freeze(ask.call(), ask.path("name"), false))));
  }

  private CallersAnswer list(Ask ask) {
    Page<Row<CallerRecord>> page = registry.list(ask.call(), ask.after(), ask.limit());
    return new CallersAnswer(
        page.items().stream().map(this::answer).toList(), Damaged.of(page), page.next());
  }

  private Removed delete(Ask ask) {
    registry.delete(ask.call(), ask.path("name"), ask.precondition());
    return new Removed(ask.path("name"));
  }

  private CallerAnswer create(Ask ask) {
    NewCaller body = ask.body(NewCaller.class);
    return answer(
        registry
            .put(
                ask.call(),
                Names.require(body.name(), "name"),
                null,
                body.description(),
                Precondition.NEW)
            .record());
  }

  private Record put(Ask ask) {
    CallerBody body = ask.body(CallerBody.class);
    return Created.of(
        registry
            .put(
                ask.call(),
                Names.require(ask.path("name"), "name"),
                body.name() == null ? null : Names.require(body.name(), "name"),
                body.description(),
                ask.precondition())
            .as(this::answer));
  }

  private ShownSecret addSecret(Ask ask) {
    CallerRegistry.Shown shown = registry.addSecret(ask.call(), ask.path("name"));
    return new ShownSecret(shown.caller().name(), shown.secret(), shown.secretId());
  }

  private CallerAnswer answer(Row<CallerRecord> row) {
    return new CallerAnswer(
        row.id(),
        row.name(),
        row.value().description(),
        row.value().secrets().stream().map(SecretAnswer::of).toList(),
        registry.frozen(row),
        row.version(),
        row.createdAt(),
        row.changedAt());
  }
}
