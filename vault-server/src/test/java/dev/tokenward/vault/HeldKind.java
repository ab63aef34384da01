package dev.tokenward.vault;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoMap;
import dagger.multibindings.StringKey;
import dev.tokenward.core.Credential;
import dev.tokenward.core.MintedToken;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.core.spi.KindDescription;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A kind whose token is what a file holds, and which may ask the host's identity instead. */
final class HeldKind implements CredentialProvider {

  static final String KIND = "held";

  /** Adds it to a vault. */
  @Module
  interface Kinds {
    @Provides
    @IntoMap
    @StringKey(KIND)
    static CredentialProvider held() {
      return new HeldKind();
    }
  }

  @Override
  public KindDescription describe() {
    return new KindDescription(
        KIND,
        "Held",
        "A kind for tests.",
        true,
        List.of(
            Field.optional("tokenFile", "Token file", Field.Type.FILE, "What holds the token."),
            new Field(
                "source",
                "Source",
                "What of the host.",
                Field.Type.CHOICE,
                false,
                false,
                true,
                List.of("environment", "imds")),
            Field.optional("clientId", "Client ID", Field.Type.TEXT, "Whose identity.")
                .asAmbient()));
  }

  @Override
  public List<FieldProblem> validate(Credential credential) {
    return List.of();
  }

  @Override
  public Set<URI> destinations(Credential credential) {
    return credential
        .field("source")
        .map(source -> Set.of(URI.create("http://169.254.169.254")))
        .orElse(Set.of());
  }

  @Override
  public TokenSource open(Credential credential, TokenRuntime runtime) {
    return request -> {
      try {
        String token = Files.readString(Path.of(credential.field("tokenFile").orElseThrow()));
        return MintedToken.bearer(token, runtime.clock().instant(), Duration.ofHours(1));
      } catch (IOException e) {
        throw new TokenException(TokenException.Reason.CONFIGURATION, "No file", "Make it.");
      }
    };
  }

  @Override
  public Optional<Instant> endsAt(Credential credential) {
    return credential.field("tokenFile").map(file -> Instant.parse("2126-01-01T00:00:00Z"));
  }
}
