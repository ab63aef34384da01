package dev.tokenward.vault;

import dagger.Module;
import dagger.Provides;
import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.azuredevops.Organization;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.KindDescription;
import dev.tokenward.vault.access.Caller;
import dev.tokenward.vault.access.Callers;
import dev.tokenward.vault.access.KeyedHash;
import dev.tokenward.vault.access.Policies;
import dev.tokenward.vault.config.ConfigReader;
import dev.tokenward.vault.config.VaultConfig;
import dev.tokenward.vault.lease.Authentication;
import dev.tokenward.vault.lease.Issuer;
import dev.tokenward.vault.lease.Leases;
import dev.tokenward.vault.lease.VaultTokens;
import dev.tokenward.vault.store.ConfiguredStore;
import dev.tokenward.vault.store.KeptCredential;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the vault keeps, from its configuration: credentials, callers, policies, leases. */
@Module
interface KeptModule {

  @Provides
  @Singleton
  static VaultConfig config(ConfigReader reader, Path configFile) {
    return reader.read(configFile);
  }

  @Provides
  @Singleton
  static ConfiguredStore store(VaultConfig config, Map<String, CredentialProvider> providers) {
    Map<KeptCredential, Credential> credentials = new LinkedHashMap<>();
    for (Credential each : config.credentials()) {
      KindDescription kind =
          Optional.ofNullable(providers.get(each.kind())).orElseThrow().describe();
      credentials.put(metadata(each, kind), each);
    }
    return new ConfiguredStore(credentials);
  }

  private static KeptCredential metadata(Credential credential, KindDescription kind) {
    List<Organization> organizations =
        kind.fields().stream()
            .filter(field -> field.type() == Field.Type.ORGANIZATION)
            .flatMap(field -> credential.field(field.name()).stream())
            .map(Organization::parse)
            .toList();
    return new KeptCredential(
        permanentId("credential", credential.name()),
        credential.name(),
        kind.minted(),
        organizations);
  }

  /** A file knows its records by name only, so the id follows from the name. */
  private static String permanentId(String noun, String name) {
    byte[] text = (noun + " " + name).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(text).toString();
  }

  @Provides
  @Singleton
  static KeyedHash hash(SecureRandom random) {
    return new KeyedHash(random);
  }

  @Provides
  @Singleton
  static Callers callers(VaultConfig config, KeyedHash hash) {
    Map<Caller, List<String>> secrets = new LinkedHashMap<>();
    config
        .callers()
        .forEach(
            each ->
                secrets.put(
                    new Caller(permanentId("caller", each.name()), each.name()),
                    each.secrets().stream().map(Secret::reveal).toList()));
    return Callers.of(secrets, hash);
  }

  @Provides
  @Singleton
  static Policies policies(VaultConfig config) {
    return new Policies(config.policies());
  }

  @Provides
  @Singleton
  static Leases leases(TokenRuntime runtime) {
    return new Leases(runtime.clock());
  }

  @Provides
  @Singleton
  static VaultTokens tokens(VaultConfig config, TokenRuntime runtime, SecureRandom random) {
    return new VaultTokens(config.publicUrl(), runtime.clock(), random);
  }

  @Provides
  @Singleton
  static Issuer issuer(
      VaultTokens tokens, KeyedHash hash, TokenRuntime runtime, SecureRandom random) {
    return new Issuer(tokens, hash, random, runtime.clock());
  }

  @Provides
  @Singleton
  static Authentication authentication(
      Callers callers, VaultTokens tokens, Issuer issuer, Leases leases) {
    return new Authentication(callers, tokens, issuer, leases);
  }
}
