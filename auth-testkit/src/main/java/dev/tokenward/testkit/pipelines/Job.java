package dev.tokenward.testkit.pipelines;

import dev.tokenward.testkit.entra.OidcIssuer;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.WebRequest;
import java.util.Map;

/** A job that runs, and may ask who it is with a token made for it. Thread-safe. */
public interface Job {

  /** Who says so. */
  OidcIssuer issuer();

  /** Who it is, as an app trusts it. */
  String subject();

  /** The variables that its service sets for it. */
  Map<String, String> environment();

  /** Answers its question. */
  Reply answer(WebRequest request);
}
