package dev.tokenward.core.spi;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of credential. Stateless and thread-safe; one instance serves all credentials of its kind.
 *
 * <p>A module binds it by name, and that is all it takes to add a kind:
 *
 * <pre>{@code
 * @Binds @IntoMap @StringKey("my-kind")
 * abstract CredentialProvider myKind(MyKindProvider provider);
 * }</pre>
 */
public interface CredentialProvider {

  /** The kind and its fields. */
  KindDescription describe();

  /**
   * Checks what the description alone cannot say. Required fields are present when this is called;
   * nothing is sent anywhere.
   *
   * @return every problem found; empty when the credential can be opened
   */
  List<FieldProblem> validate(Credential credential);

  /** The origins (scheme, host, port) to which this credential's secrets may be sent. */
  Set<URI> destinations(Credential credential);

  /**
   * Opens a source that performs one grant per call, through {@code runtime.http()} alone.
   *
   * @throws dev.tokenward.core.TokenException for {@code CONFIGURATION}
   */
  TokenSource open(Credential credential, TokenRuntime runtime);

  /**
   * When what the credential proves itself by ends, as far as the kind can tell without asking
   * anybody: the end of a certificate, say. Empty where it cannot, or where what it has to read is
   * not there.
   */
  default Optional<Instant> endsAt(Credential credential) {
    return Optional.empty();
  }
}
