package dev.tokenward.vault.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.access.RequestRules;
import dev.tokenward.vault.api.Operation.Ask;
import dev.tokenward.vault.api.Operation.Created;
import dev.tokenward.vault.api.Operation.Parameter;
import dev.tokenward.vault.api.Operation.Tagged;
import dev.tokenward.vault.broker.Page;
import dev.tokenward.vault.broker.PolicyAsk;
import dev.tokenward.vault.broker.PolicyRegistry;
import dev.tokenward.vault.broker.PolicyView;
import dev.tokenward.vault.broker.Precondition;
import dev.tokenward.vault.store.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Statements of what callers may do: made, shown, changed, removed. */
final class PolicyRoutes implements Routes {

  private static final String NOUN = "/v1/policies";
  private static final String ONE = NOUN + "/{name}";

  private final PolicyRegistry registry;

  PolicyRoutes(PolicyRegistry registry) {
    this.registry = registry;
  }

  record NewPolicy(
      @Doc("Lower-case letters, digits and hyphens.") String name,
      @Doc("Callers by name.") Set<String> callers,
      @Doc("Credentials by name, or * for all.") @Nullable Set<String> credentials,
      @Doc("What they may do.") Set<String> permissions,
      @Doc("How narrowly the proxy may be used.") @Nullable Allow allow,
      @Doc("The longest life of what is issued.") @Nullable Duration maxTtl) {

    PolicyAsk ask() {
      return PolicyRoutes.ask(callers, credentials, permissions, allow, maxTtl);
    }
  }

  record PolicyBody(
      @Doc("Callers by name.") Set<String> callers,
      @Doc("Credentials by name, or * for all.") @Nullable Set<String> credentials,
      @Doc("What they may do.") Set<String> permissions,
      @Doc("How narrowly the proxy may be used.") @Nullable Allow allow,
      @Doc("The longest life of what is issued.") @Nullable Duration maxTtl) {

    PolicyAsk ask() {
      return PolicyRoutes.ask(callers, credentials, permissions, allow, maxTtl);
    }
  }

  record PolicyAnswer(
      String id,
      String name,
      @Doc("By name; the id of what was removed.") List<String> callers,
      @Doc("By name; the id of what was removed.") List<String> credentials,
      List<String> permissions,
      @Nullable Allow allow,
      @Nullable Duration maxTtl,
      long version,
      @JsonProperty("created_at") Instant createdAt,
      @JsonProperty("changed_at") Instant changedAt)
      implements Tagged {

    static PolicyAnswer of(PolicyView view) {
      Row<Policy> row = view.policy();
      RequestRules rules = row.value().allow();
      return new PolicyAnswer(
          row.id(),
          row.name(),
          view.callers(),
          view.credentials(),
          row.value().permissions().stream().sorted().map(Permission::text).toList(),
          rules.narrowed() ? Allow.of(rules) : null,
          row.value().maxTtl(),
          row.version(),
          row.createdAt(),
          row.changedAt());
    }

    @Override
    public String etag() {
      return Precondition.tag(id, version);
    }
  }

  record PoliciesAnswer(
      List<PolicyAnswer> policies,
      @Doc("Those on this page that cannot be read; absent where all can.")
          @Nullable List<Damaged> damaged,
      @Doc("What after= is to be for the next page; absent at the end.") @Nullable String next) {

    static PoliciesAnswer of(Page<PolicyView> page) {
      return new PoliciesAnswer(
          page.items().stream().map(PolicyAnswer::of).toList(), Damaged.of(page), page.next());
    }
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.get(
                NOUN,
                "listPolicies",
                "List policies",
                PoliciesAnswer.class,
                ask -> PoliciesAnswer.of(registry.list(ask.call(), ask.after(), ask.limit())))
            .taking(Parameter.AFTER, Parameter.LIMIT),
        Operation.post(
                NOUN,
                "createPolicy",
                "Make a policy; nobody gives what they do not hold",
                NewPolicy.class,
                PolicyAnswer.class,
                this::create)
            .creating(),
        Operation.get(
            ONE,
            "getPolicy",
            "Show a policy",
            PolicyAnswer.class,
            ask -> PolicyAnswer.of(registry.read(ask.call(), ask.path("name")))),
        Operation.put(
            ONE,
            "putPolicy",
            "Make a policy, or write one anew",
            PolicyBody.class,
            PolicyAnswer.class,
            ask ->
                Created.of(
                    registry
                        .put(
                            ask.call(),
                            Names.require(ask.path("name"), "name"),
                            ask.body(PolicyBody.class).ask(),
                            ask.precondition())
                        .as(PolicyAnswer::of))),
        Operation.delete(ONE, "deletePolicy", "Remove a policy", Removed.class, this::delete)
            .onCondition());
  }

  private Removed delete(Ask ask) {
    registry.delete(ask.call(), ask.path("name"), ask.precondition());
    return new Removed(ask.path("name"));
  }

  private PolicyAnswer create(Ask ask) {
    NewPolicy body = ask.body(NewPolicy.class);
    return PolicyAnswer.of(
        registry
            .put(ask.call(), Names.require(body.name(), "name"), body.ask(), Precondition.NEW)
            .record());
  }

  private static PolicyAsk ask(
      Set<String> callers,
      @Nullable Set<String> credentials,
      Set<String> permissions,
      @Nullable Allow allow,
      @Nullable Duration maxTtl) {
    Set<Permission> known =
        permissions.stream().map(PolicyRoutes::permission).collect(Collectors.toSet());
    if (known.isEmpty()) {
      throw Shape.wrong("permissions", "names at least one");
    }
    if (credentials == null && known.stream().anyMatch(Permission::aboutCredentials)) {
      throw Shape.wrong("credentials", "is required for these permissions");
    }
    return new PolicyAsk(
        callers,
        credentials == null ? Set.of() : credentials,
        known,
        allow == null ? RequestRules.ANY : allow.rules(),
        maxTtl);
  }

  private static Permission permission(String text) {
    return Permission.of(text)
        .orElseThrow(
            () ->
                Shape.wrong(
                    "permissions", "holds some of " + String.join(", ", Permission.texts())));
  }
}
