package dev.tokenward.vault.broker;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.state.Rotation.Progress;
import dev.tokenward.vault.access.Call;
import dev.tokenward.vault.access.Freezes;
import dev.tokenward.vault.access.Permission;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.broker.Guard.Admitted;
import dev.tokenward.vault.broker.Trail.About;
import dev.tokenward.vault.broker.Trail.Ready;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.store.Listed;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Makes, shows, changes and removes credentials. Secrets go in and never out. Thread-safe. */
public final class CredentialRegistry {

  private final Guard guard;
  private final Store store;
  private final Credentials credentials;
  private final CredentialDraft draft;
  private final Freezes freezes;
  private final OpenSources sources;
  private final Rotations rotations;
  private final CredentialWriter writer;
  private final CredentialViews views;
  private final CredentialRemoval removal;
  private final KindSwitch kindSwitch;

  CredentialRegistry(
      Guard guard,
      Store store,
      Credentials credentials,
      CredentialDraft draft,
      Freezes freezes,
      OpenSources sources,
      Rotations rotations,
      CredentialWriter writer,
      CredentialViews views,
      CredentialRemoval removal,
      KindSwitch kindSwitch) {
    this.guard = guard;
    this.store = store;
    this.credentials = credentials;
    this.draft = draft;
    this.freezes = freezes;
    this.sources = sources;
    this.rotations = rotations;
    this.writer = writer;
    this.views = views;
    this.removal = removal;
    this.kindSwitch = kindSwitch;
  }

  /** The credentials that the caller may know of, in the order of their names. */
  public Page<CredentialView> list(Call call, String after, int limit) {
    return guard.general(
        call, "credential.list", () -> new Ready<>(About.NOTHING, () -> page(call, after, limit)));
  }

  private Page<CredentialView> page(Call call, String after, int limit) {
    // One more than is shown: there is a next page only where the caller may know what is on it.
    List<Listed<CredentialRecord>> found =
        guard
            .known(call)
            .map(ids -> named(ids, after, limit + 1))
            .orElseGet(() -> store.list(CredentialRecord.NOUN, after, limit + 1));
    return Page.of(
        found.stream().limit(limit).toList(),
        row -> views.view(credentials.kept(row)),
        found.size() > limit ? found.get(limit - 1).name() : null);
  }

  /** What a caller may know of is looked up, however much there is beside it. */
  private List<Listed<CredentialRecord>> named(Set<String> ids, String after, int limit) {
    return ids.stream()
        .flatMap(id -> store.peek(CredentialRecord.NOUN, id).stream())
        .filter(each -> each.name().compareTo(after) > 0)
        .sorted(Comparator.comparing(Listed::name))
        .limit(limit)
        .toList();
  }

  /** One credential, for whoever may do anything with it. */
  public CredentialView read(Call call, String name) {
    return guard.known(
        call,
        "credential.read",
        name,
        credential -> new Ready<>(About.NOTHING, () -> views.view(credential)));
  }

  /**
   * Makes a credential.
   *
   * @throws RefusedException for {@code CONFLICT} when there is one of that name
   */
  public CredentialView create(Call call, String name, CredentialAsk ask) {
    return create(call, name, ask, Precondition.NEW);
  }

  private CredentialView create(
      Call call, String name, CredentialAsk ask, Precondition precondition) {
    return guard.permitted(
        call,
        "credential.create",
        Permission.CREDENTIAL_WRITE,
        name,
        () -> {
          precondition.require(store.find(CredentialRecord.NOUN, name));
          CredentialChange change = writer.made(name, ask);
          return new Ready<>(
              About.NOTHING,
              () -> views.view(recorded(call, "credential.create", writer.added(change))));
        });
  }

  /** Makes a credential, or writes the whole of one anew; secrets that are left out stay. */
  public Written<CredentialView> put(
      Call call, String name, CredentialAsk ask, Precondition precondition) {
    // Who may not make it learns from neither whether it is there.
    if (guard.makesCredentials(call) && store.find(CredentialRecord.NOUN, name).isEmpty()) {
      return new Written<>(create(call, name, ask, precondition), true);
    }
    return new Written<>(change(call, name, ask, precondition, true), false);
  }

  /** Changes what is given, and leaves the rest. */
  public CredentialView patch(
      Call call, String name, CredentialAsk ask, Precondition precondition) {
    return change(call, name, ask, precondition, false);
  }

  private CredentialView change(
      Call call, String name, CredentialAsk ask, Precondition precondition, boolean whole) {
    return guard.credential(
        call,
        "credential.change",
        Permission.CREDENTIAL_WRITE,
        name,
        admission -> {
          Row<CredentialRecord> row = admission.credential().row();
          precondition.require(Optional.of(row));
          requireRename(call, row, ask);
          kindSwitch.require(call, row, ask);
          CredentialChange change = writer.changed(row, ask, whole);
          return new Ready<>(
              statement(admission),
              () ->
                  change.same(row)
                      ? views.view(admission.credential())
                      : replaced(call, admission.credential(), change));
        });
  }

  private CredentialView replaced(Call call, KeptCredential before, CredentialChange change) {
    Supplier<KeptCredential> write =
        () -> recorded(call, "credential.change", writer.replaced(before.row(), change));
    return views.view(
        change.isSwitchOf(before.row().value())
            ? kindSwitch.make(call, before, write)
            : write.get());
  }

  /**
   * A name is what callers and policies go by, so whoever changes it changes what they mean; and
   * whether one is free is for those to know who may make credentials.
   */
  private void requireRename(Call call, Row<CredentialRecord> row, CredentialAsk ask) {
    if (ask.name() != null && !ask.name().equals(row.name())) {
      guard.requirePermission(call, Permission.CREDENTIAL_WRITE);
      guard.requirePermission(call, Permission.POLICY_WRITE);
    }
  }

  /**
   * Begins to replace the secrets: the new ones are proven, then put in the place of the old ones,
   * which serve until then.
   */
  public Progress rotate(Call call, String name, NewSecrets fresh) {
    return guard.credential(
        call,
        "credential.rotate",
        Permission.CREDENTIAL_WRITE,
        name,
        admission -> {
          KeptCredential kept = admission.credential();
          guard.freezes().requireUsable(Permission.CREDENTIAL_TEST, kept);
          requireProvable(kept);
          Credential renewed = Credentials.credential(name, kept.row().value(), fresh.secrets());
          draft.check(renewed);
          draft.requireEachNeeded(renewed);
          requireNew(kept, fresh.secrets());
          return new Ready<>(
              statement(admission),
              () -> rotations.begin(call, kept.id(), new HandedIn(fresh, kept.row().value())));
        });
  }

  /** A proof of the new secret would spend the grant, which hangs on the old one until then. */
  private void requireProvable(KeptCredential kept) {
    if (credentials.authorizable(kept.row().value().kind()).isPresent()) {
      throw new RefusedException(
          Reason.CONFLICT,
          "The secrets of "
              + kept.name()
              + " cannot be proven beside those in use: its authorization can be used once only",
          null,
          "Give the new ones, and they are used from then on: PATCH /v1/credentials/"
              + kept.name());
    }
  }

  private void requireNew(KeptCredential kept, Map<String, Secret> secrets) {
    if (secrets.isEmpty()) {
      throw new RefusedException(
          Reason.BAD_INPUT,
          "secrets is empty, and there is nothing else to rotate",
          "secrets",
          "Send the new secrets; what a file or the host proves is replaced there.");
    }
    Map<String, Secret> now = store.secrets(CredentialRecord.NOUN, kept.row()).orElse(Map.of());
    boolean same = !now.isEmpty() && SecretText.id(now).equals(SecretText.id(secrets));
    now.values().forEach(Secret::destroy);
    if (same) {
      throw new RefusedException(
          Reason.CONFLICT, "These are the secrets in use", "secrets", "Send the new ones.");
    }
  }

  /** How far the last rotation is. */
  public Progress rotation(Call call, String name) {
    return guard.known(
        call,
        "credential.rotation.read",
        name,
        kept -> new Ready<>(About.NOTHING, () -> rotations.progress(kept.id())));
  }

  /**
   * Removes a credential, whole or damaged, what was issued of it, and what goes on with it.
   *
   * @return what is left to do by hand upstream; empty where nothing is
   */
  public String delete(Call call, String name, Precondition precondition) {
    return removal.delete(call, name, precondition);
  }

  /** Stops everything that is issued of a credential, or lets it go on. */
  public CredentialView freeze(Call call, String name, boolean frozen) {
    return guard.permitted(
        call,
        frozen ? "credential.freeze" : "credential.unfreeze",
        Permission.SYSTEM,
        name,
        () -> {
          KeptCredential credential =
              credentials.find(name).orElseThrow(() -> Unusable.notFound(name));
          return new Ready<>(
              About.NOTHING,
              () -> {
                freezes.set(credential.id(), frozen);
                if (frozen) {
                  sources.drop(credential.id());
                }
                return views.view(credential);
              });
        });
  }

  private KeptCredential recorded(Call call, String action, Row<CredentialRecord> row) {
    guard.changed(call, action, row.name(), row.id(), About.version(CredentialRecord.NOUN, row));
    return credentials.kept(row);
  }

  private static About statement(Admitted admission) {
    return new About(admission.statements().get(0).name(), null, null, null);
  }
}
