package dev.tokenward.vault;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.vault.access.CallerRecord;
import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.broker.CredentialDraft;
import dev.tokenward.vault.config.VaultConfig;
import dev.tokenward.vault.config.VaultConfig.ConfiguredCaller;
import dev.tokenward.vault.lease.CallerSecrets;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.LayeredStore;
import dev.tokenward.vault.store.MemoryStore;
import dev.tokenward.vault.store.Noun;
import dev.tokenward.vault.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The records of the configuration file, beside which a store keeps the rest. */
final class ConfiguredRecords {

  private static final Set<Noun<?>> NOUNS =
      Set.of(CredentialRecord.NOUN, CallerRecord.NOUN, Policy.NOUN);

  private final VaultConfig config;
  private final CredentialDraft draft;
  private final CallerSecrets secrets;

  ConfiguredRecords(VaultConfig config, CredentialDraft draft, CallerSecrets secrets) {
    this.config = config;
    this.draft = draft;
    this.secrets = secrets;
  }

  /** Each noun that the file has records of is the file's alone; the others are kept. */
  Store over(Store kept, Clock clock) {
    MemoryStore file = new MemoryStore(clock);
    file.change(
        change -> {
          config.credentials().forEach(each -> add(change, each));
          config.callers().forEach(each -> add(change, each));
          config.policies().forEach(each -> add(change, each));
          return change;
        });
    return new LayeredStore(file, owned(), kept);
  }

  private Set<Noun<?>> owned() {
    if (config.stateDir().isEmpty()) {
      return NOUNS;
    }
    Set<Noun<?>> owned = new HashSet<>();
    if (!config.credentials().isEmpty()) {
      owned.add(CredentialRecord.NOUN);
    }
    if (!config.callers().isEmpty()) {
      owned.add(CallerRecord.NOUN);
    }
    if (!config.policies().isEmpty()) {
      owned.add(Policy.NOUN);
    }
    return owned;
  }

  private void add(Store.Change change, Credential each) {
    change.add(
        CredentialRecord.NOUN,
        permanentId(CredentialRecord.NOUN, each.name()),
        each.name(),
        new CredentialRecord(
            each.kind(), null, null, Map.of(), each.fields(), draft.destinations(each), null, 1),
        each.secrets());
  }

  private void add(Store.Change change, ConfiguredCaller each) {
    change.add(
        CallerRecord.NOUN,
        permanentId(CallerRecord.NOUN, each.name()),
        each.name(),
        new CallerRecord(
            null, each.secrets().stream().map(Secret::reveal).map(secrets::kept).toList()),
        Map.of());
  }

  private static void add(Store.Change change, Policy each) {
    Policy byIds =
        new Policy(
            each.name(),
            ids(CallerRecord.NOUN, each.callers()),
            ids(CredentialRecord.NOUN, each.credentials()),
            each.permissions(),
            each.allow(),
            each.maxTtl());
    change.add(Policy.NOUN, permanentId(Policy.NOUN, each.name()), each.name(), byIds, Map.of());
  }

  private static Set<String> ids(Noun<?> noun, Set<String> names) {
    return names.stream()
        .map(name -> name.equals(Policy.EVERY) ? name : permanentId(noun, name))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A file knows its records by name only, so the id follows from the name. */
  private static String permanentId(Noun<?> noun, String name) {
    byte[] text = (noun.name() + " " + name).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(text).toString();
  }
}
