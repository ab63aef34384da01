package dev.tokenward.testkit.entra;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;

/**
 * A person in a directory.
 *
 * @param name what they sign in with
 */
record User(String objectId, String name) {

  /** Whom a token of this emulator is about, if it is about a user. */
  static User of(JWTClaimsSet claims) throws ParseException {
    return new User(claims.getStringClaim("oid"), claims.getStringClaim("upn"));
  }
}
