package dev.tokenward.testkit.entra;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.List;
import java.util.Map;

/** The {@code claims} of a token request: OpenID Connect Core 1.0, section 5.5. */
final class ClaimsParameter {

  private ClaimsParameter() {}

  /** The authentication contexts asked for; there is at most one in what Entra ID documents. */
  static List<String> contexts(String json) throws ParseException {
    Map<String, Object> accessToken = member(JSONObjectUtils.parse(json), "access_token");
    String context = JSONObjectUtils.getString(member(accessToken, "acrs"), "value");
    return context == null ? List.of() : List.of(context);
  }

  private static Map<String, Object> member(Map<String, Object> object, String name)
      throws ParseException {
    Map<String, Object> member = JSONObjectUtils.getJSONObject(object, name);
    return member == null ? Map.of() : member;
  }
}
