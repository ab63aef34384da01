package dev.tokenward.vault.config;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.core.spi.KindDescription;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A kind with one field of each sort that a configuration treats in its own way. */
public final class FakeKind implements CredentialProvider {

  static final String NAME = "azure-devops-pat";

  /** What a component would bind. */
  public static Map<String, CredentialProvider> kinds() {
    return Map.of(NAME, new FakeKind());
  }

  @Override
  public KindDescription describe() {
    return new KindDescription(
        NAME,
        "Fake",
        "A kind for tests.",
        false,
        List.of(
            Field.required(
                    "organization", "Organization", Field.Type.ORGANIZATION, "The URL of it.")
                .asDestination(),
            Field.required("token", "Token", Field.Type.SECRET, "The token."),
            Field.optional("scope", "Scope", Field.Type.SCOPES, "What it is for."),
            Field.optional("key", "Key", Field.Type.FILE, "A key file."),
            new Field(
                "api", "API", "", Field.Type.CHOICE, false, false, false, List.of("v1", "v2"))));
  }

  @Override
  public List<FieldProblem> validate(Credential credential) {
    List<FieldProblem> problems = new ArrayList<>();
    if (credential.secret("token").reveal().length() < 20) {
      problems.add(new FieldProblem("token", "This is too short."));
    }
    return problems;
  }

  @Override
  public Set<URI> destinations(Credential credential) {
    return Set.of(URI.create(credential.field("organization").orElseThrow()).resolve("/"));
  }

  @Override
  public TokenSource open(Credential credential, TokenRuntime runtime) {
    throw new UnsupportedOperationException();
  }
}
