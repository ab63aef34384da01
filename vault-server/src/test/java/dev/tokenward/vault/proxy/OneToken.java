package dev.tokenward.vault.proxy;

import dev.tokenward.core.AccessToken;
import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.core.spi.KindDescription;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A kind for tests, whose tokens the test makes. */
record OneToken(Supplier<AccessToken> tokens, int organizations) implements CredentialProvider {

  static final String KIND = "test";

  @Override
  public KindDescription describe() {
    return new KindDescription(KIND, "Test", "Gives what it is told to.", true, fields());
  }

  private List<Field> fields() {
    return IntStream.range(0, organizations)
        .mapToObj(i -> Field.required("" + i, "Organization", Field.Type.ORGANIZATION, "One."))
        .toList();
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
    return request -> tokens.get();
  }
}
