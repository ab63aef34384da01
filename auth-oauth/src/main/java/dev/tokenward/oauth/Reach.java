package dev.tokenward.oauth;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a grant its credential still asks for. A change of its scopes counts at once, and not
 * only when somebody consents again; both sides are compared by their words.
 *
 * @param narrowedTo the fewer that are asked for now; null where it is all that was consented to
 * @param added what is asked for now, and was not consented to
 * @param lost whether only another consent helps
 */
record Reach(@Nullable List<String> narrowedTo, List<String> added, boolean lost) {

  /** Without these a provider may give no refresh token any more. */
  private static final Set<String> LASTING = Set.of("openid", "offline_access");

  /** Those by which nothing of anybody's is reached (OpenID Connect Core 1.0, 5.4 and 11). */
  private static final Set<String> IDENTITY =
      Set.of("openid", "offline_access", "profile", "email");

  /** Of a grant that does not say what was asked for nothing is known, and all of it goes on. */
  static Reach of(GrantState grant, Client client) {
    List<String> asked = grant.asked();
    List<String> now = client.scopes();
    return asked == null || Set.copyOf(asked).equals(Set.copyOf(now))
        ? new Reach(null, List.of(), false)
        : of(grant, asked.isEmpty() ? grant.grantor().scopes() : asked, client);
  }

  private static Reach of(GrantState grant, List<String> consented, Client client) {
    List<String> now = client.scopes();
    List<String> left =
        consented.stream().filter(each -> LASTING.contains(each) || now.contains(each)).toList();
    List<String> added = now.stream().filter(each -> !consented.contains(each)).toList();
    boolean narrowed = left.size() < consented.size();
    boolean narrows = client.preset().wording().narrows() && grant.refreshToken() != null;
    boolean lost = narrowed ? !narrows || !isOfUse(left, consented) : consented.isEmpty();
    return new Reach(narrowed && !lost ? left : null, added, lost);
  }

  private static boolean isOfUse(List<String> left, List<String> consented) {
    return !left.isEmpty() && (!IDENTITY.containsAll(left) || IDENTITY.containsAll(consented));
  }

  /** What a refresh has to ask for; nothing where it asks for all. */
  List<String> toSend() {
    return narrowedTo == null ? List.of() : narrowedTo;
  }
}
