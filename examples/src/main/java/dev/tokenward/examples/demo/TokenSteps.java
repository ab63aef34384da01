package dev.tokenward.examples.demo;

import java.io.IOException;

/** Tokens for programs that can use one themselves. */
final class TokenSteps {

  private final Dialogue dialogue;
  private final String vault;
  private final String organization;

  TokenSteps(Dialogue dialogue, Stage stage) {
    this.dialogue = dialogue;
    this.vault = stage.vault().url();
    this.organization = stage.upstream().organization();
  }

  void brokeredToken() throws IOException, InterruptedException {
    Call ask =
        Call.form(
            vault + "/oauth2/token",
            "ci.header",
            "grant_type=client_credentials",
            "resource=urn:tokenward:credential:entra");
    Answer token = dialogue.send(ask, 200, "token_type", "expires_in", "access_token");
    dialogue.client().keepHeader("entra", "Bearer " + token.field("access_token"));
    dialogue.send(
        Call.get(organization + "/_apis/projects", "entra.header"), 200, "count", "/value/0/name");
    dialogue
        .page()
        .meaning("The app works for an hour with a token of Entra ID, and has no secret.");
  }

  void patRefused() throws IOException, InterruptedException {
    Call ask = Call.json(vault + "/v1/credentials/ado/token", "ci.header", "{}");
    dialogue.send(ask, 409, "type", "detail", "nextStep");
    dialogue
        .page()
        .meaning("A PAT is a stored secret: it is used for a caller, never given to one.");
  }
}
