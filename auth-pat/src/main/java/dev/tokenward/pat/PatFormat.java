package dev.tokenward.pat;

import dev.tokenward.core.Secret;
import java.util.regex.Pattern;

/**
 * The shapes that Azure DevOps has given its tokens: 52 characters of base32 until July 2024, 84 of
 * base62 with a fixed mark since, and the signed session token. Another shape may come at any time,
 * so this is for a warning and decides nothing.
 */
final class PatFormat {

  private static final Pattern KNOWN =
      Pattern.compile(
          "[a-z2-7]{52}"
              + "|[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9][A-L][A-Za-z0-9]{12}AAAAAZDO[A-Za-z0-9]{4}"
              + "|[\\w-]+\\.[\\w-]+\\.[\\w-]+");

  private PatFormat() {}

  static boolean fits(Secret token) {
    return KNOWN.matcher(token.reveal()).matches();
  }
}
