package dev.tokenward.vault.broker;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.azuredevops.Organization;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.KindDescription;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The credentials of the store, as their kinds understand them. */
final class Credentials {

  private final Store store;
  private final Map<String, CredentialProvider> providers;

  /** Reads {@code store} with the help of {@code providers}, by kind. */
  public Credentials(Store store, Map<String, CredentialProvider> providers) {
    this.store = store;
    this.providers = Map.copyOf(providers);
  }

  /** The credential of that name. */
  Optional<KeptCredential> find(String name) {
    return store.find(CredentialRecord.NOUN, name).map(this::kept);
  }

  /** The credential of that id. */
  Optional<KeptCredential> get(String id) {
    return store.get(CredentialRecord.NOUN, id).map(this::kept);
  }

  KeptCredential kept(Row<CredentialRecord> row) {
    Optional<KindDescription> kind =
        Optional.ofNullable(providers.get(row.value().kind())).map(CredentialProvider::describe);
    return new KeptCredential(
        row,
        kind.map(KindDescription::minted).orElse(false),
        kind.map(each -> organizations(each, row.value())).orElse(List.of()));
  }

  private static List<Organization> organizations(KindDescription kind, CredentialRecord record) {
    return kind.fields().stream()
        .filter(field -> field.type() == Field.Type.ORGANIZATION)
        .flatMap(field -> Optional.ofNullable(record.fields().get(field.name())).stream())
        .map(Organization::parse)
        .toList();
  }

  /** The credential with copies of its secrets; empty when it was changed meanwhile. */
  Optional<Credential> open(KeptCredential credential) {
    Row<CredentialRecord> row = credential.row();
    return store
        .secrets(CredentialRecord.NOUN, row)
        .map(secrets -> credential(row.name(), row.value(), secrets));
  }

  static Credential credential(String name, CredentialRecord record, Map<String, Secret> secrets) {
    return new Credential(name, record.kind(), record.fields(), secrets);
  }
}
