package dev.tokenward.vault.broker;

import static dev.tokenward.vault.TestVault.basic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.StoredToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenListener;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.TokenSources;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.core.spi.KindDescription;
import dev.tokenward.vault.access.Ambient;
import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.store.CredentialRecord;
import dev.tokenward.vault.store.KeptCredential;
import dev.tokenward.vault.store.MemoryStore;
import dev.tokenward.vault.store.Row;
import dev.tokenward.vault.store.Store;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** S1: a request that was decided on what a credential was gets no secret of what it is now. */
class OpenSourcesTest {

  private static final Map<String, CredentialProvider> KINDS = Map.of("kept", new KeptKind());

  private final Store store = new MemoryStore(Clock.systemUTC());
  private final Credentials credentials = new Credentials(store, KINDS, Ambient.NONE);
  private final OpenSources sources =
      new OpenSources(
          credentials,
          new TokenSources(KINDS, TokenRuntime.system(), TokenListener.NONE),
          new CredentialHealth(Clock.systemUTC()));

  @Test
  void of_whatWasMovedMeanwhile_isRefused() {
    KeptCredential before = kept(add(record("https://old.example", 1), "old"));
    change(before, record("https://new.example", 2), "new");
    KeptCredential after = credentials.find("ado").orElseThrow();
    assertThatThrownBy(() -> sources.of(before)).isInstanceOf(RefusedException.class);
    assertThat(secret(after)).isEqualTo(basic("", "new"));
    assertThatThrownBy(() -> sources.of(before)).isInstanceOf(RefusedException.class);
  }

  @Test
  void of_whoseSecretWasReplaced_givesTheNewOne() {
    KeptCredential before = kept(add(record("https://old.example", 1), "old"));
    assertThat(secret(before)).isEqualTo(basic("", "old"));
    change(before, record("https://old.example", 2), "new");
    assertThat(secret(credentials.find("ado").orElseThrow())).isEqualTo(basic("", "new"));
    assertThat(secret(before)).isEqualTo(basic("", "new"));
  }

  @Test
  void of_moreThanMayBeOpen_closesThoseUnusedForLongest() {
    OpenSources two =
        new OpenSources(
            credentials,
            new TokenSources(KINDS, TokenRuntime.system(), TokenListener.NONE),
            new CredentialHealth(Clock.systemUTC()),
            2);
    CachingTokenSource first = two.of(kept(add("1")));
    CachingTokenSource second = two.of(kept(add("2")));
    assertThat(two.of(credentials.get("1").orElseThrow())).isSameAs(first);
    CachingTokenSource third = two.of(kept(add("3")));
    assertThat(two.of(credentials.get("1").orElseThrow())).isSameAs(first);
    assertThat(two.of(credentials.get("3").orElseThrow())).isSameAs(third);
    assertThatThrownBy(second::token)
        .isInstanceOfSatisfying(
            TokenException.class,
            e -> assertThat(e.reason()).isEqualTo(TokenException.Reason.CLOSED));
    assertThat(two.of(credentials.get("2").orElseThrow()).token().authorization())
        .isEqualTo(basic("", "secret"));
  }

  private Row<CredentialRecord> add(String id) {
    return store.change(
        change ->
            change.add(
                CredentialRecord.NOUN,
                id,
                "name-" + id,
                record("https://old.example", 1),
                Map.of("token", Secret.of("secret"))));
  }

  private String secret(KeptCredential credential) {
    return sources.of(credential).token().authorization();
  }

  private KeptCredential kept(Row<CredentialRecord> row) {
    return credentials.kept(row);
  }

  private Row<CredentialRecord> add(CredentialRecord record, String secret) {
    return store.change(
        change ->
            change.add(
                CredentialRecord.NOUN, "1", "ado", record, Map.of("token", Secret.of(secret))));
  }

  private void change(KeptCredential credential, CredentialRecord record, String secret) {
    store.change(
        change ->
            change.replace(
                CredentialRecord.NOUN,
                credential.row(),
                "ado",
                record,
                Map.of("token", Secret.of(secret))));
  }

  private static CredentialRecord record(String destination, long edition) {
    return new CredentialRecord(
        "kept", null, null, Map.of(), Map.of(), List.of(destination), null, edition);
  }

  private static final class KeptKind implements CredentialProvider {

    @Override
    public KindDescription describe() {
      return new KindDescription(
          "kept",
          "Kept",
          "A secret.",
          false,
          List.of(Field.required("token", "Token", Field.Type.SECRET, "Any text.")));
    }

    @Override
    public List<FieldProblem> validate(Credential credential) {
      return List.of();
    }

    @Override
    public Set<URI> destinations(Credential credential) {
      return Set.of();
    }

    @Override
    public TokenSource open(Credential credential, TokenRuntime runtime) {
      String text = credential.secret("token").reveal();
      return request -> StoredToken.basic("", Secret.of(text));
    }
  }
}
