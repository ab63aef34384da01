package dev.tokenward.examples.demo;

import java.io.IOException;
import java.net.URI;

/** Virtual PATs: made as narrow as the work is, and ended at once. */
final class VirtualPatSteps {

  private final Dialogue dialogue;
  private final String vault;

  VirtualPatSteps(Dialogue dialogue, Stage stage) {
    this.dialogue = dialogue;
    this.vault = stage.vault().url();
  }

  VirtualPat reader() throws IOException, InterruptedException {
    return make("read", "{\"access\":\"read\",\"projects\":[\"web\"],\"repositories\":[\"site\"]}");
  }

  VirtualPat writer() throws IOException, InterruptedException {
    return make("write", "{\"access\":\"write\",\"projects\":[\"web\"]}");
  }

  private VirtualPat make(String name, String allow) throws IOException, InterruptedException {
    String body = "{\"name\":\"%s\",\"ttl\":\"PT1H\",\"allow\":%s}".formatted(name, allow);
    Answer made =
        dialogue.send(
            Call.json(vault + "/v1/credentials/ado/virtual-pats", "ci.header", body),
            201,
            "token",
            "expires_at",
            "proxy_url");
    String token = made.field("token");
    dialogue.client().keepHeader(name, "Bearer " + token);
    dialogue.client().keepPassword(name, URI.create(vault), token);
    dialogue
        .page()
        .meaning("Kept for git in %s.credentials, for curl in %1$s.header.".formatted(name));
    return new VirtualPat(name, made.field("lease_id"), made.field("proxy_url"));
  }

  void revoke(VirtualPat pat) throws IOException, InterruptedException {
    dialogue.send(Call.delete(vault + "/v1/leases/" + pat.leaseId(), "ci.header"), 200, "lease_id");
    Run fetch = dialogue.git(GitCall.as(pat, "site", "fetch"));
    fetch.expectRefusal("Authentication failed");
    dialogue.page().meaning("401 from the vault. Azure DevOps was not even asked.");
  }
}
