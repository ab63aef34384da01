package dev.tokenward.appcred;

import dev.tokenward.core.Credential;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.core.spi.KindDescription;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Apps of a program that gets their assertions itself. */
final class FederatedByCallback implements CredentialProvider {

  private static final KindDescription DESCRIPTION =
      new KindDescription(
          AppCredentials.FEDERATED,
          "Entra app with a federated credential",
          "An app registered in Microsoft Entra ID for which the program gets the assertion.",
          true,
          EntraApp.fields());

  private final Supplier<String> assertion;

  FederatedByCallback(Supplier<String> assertion) {
    this.assertion = assertion;
  }

  @Override
  public KindDescription describe() {
    return DESCRIPTION;
  }

  @Override
  public List<FieldProblem> validate(Credential credential) {
    return EntraApp.problems(credential);
  }

  @Override
  public Set<URI> destinations(Credential credential) {
    return Set.of(EntraApp.of(credential).authority().origin());
  }

  @Override
  public TokenSource open(Credential credential, TokenRuntime runtime) {
    EntraApp app = EntraApp.of(credential);
    String place = "What the supplier returned as the assertion of " + app.name();
    return app.source(new Assertion(place, () -> called(app.name()), runtime.clock()), runtime);
  }

  private String called(String name) {
    try {
      return assertion.get();
    } catch (TokenException e) {
      throw e;
    } catch (RuntimeException e) {
      // Its message may repeat what it was about to return.
      throw new TokenException(
          TokenException.Reason.UNREACHABLE,
          "The supplier of the assertion of " + name + " failed with " + e.getClass().getName(),
          "Catch it there to see why; it is asked again by itself.");
    }
  }
}
