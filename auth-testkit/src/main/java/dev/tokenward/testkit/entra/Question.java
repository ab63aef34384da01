package dev.tokenward.testkit.entra;

import dev.tokenward.testkit.http.Reply;
import java.util.Optional;

/** What a page asked a person, and how it goes on from there. */
interface Question {

  /** Goes on once {@code user} approved. */
  Reply approved(EntraUser user);

  /** Goes on once they did not; {@code user} is who they said they were, if they did. */
  Reply denied(Optional<EntraUser> user);

  /** The directory that they must be in. */
  Tenant tenant();
}
