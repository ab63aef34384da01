package dev.tokenward.examples.demo;

import java.io.IOException;

/** Azure DevOps' REST, through the proxy. */
final class RestStep {

  private final Dialogue dialogue;

  RestStep(Dialogue dialogue) {
    this.dialogue = dialogue;
  }

  void workItem(VirtualPat pat) throws IOException, InterruptedException {
    String items = pat.proxyUrl() + "/acme/web/_apis/wit/workitems/$Task?api-version=7.1";
    String title = "[{\"op\":\"add\",\"path\":\"/fields/System.Title\",\"value\":\"Review it\"}]";
    Call create = Call.json(items, pat.name() + ".header", title).as("application/json-patch+json");
    Answer made = dialogue.send(create, 200, "id", "/fields/System.Title");
    String item = pat.proxyUrl() + "/acme/_apis/wit/workitems/" + made.field("id");
    dialogue.send(Call.get(item, "ci.header"), 200, "id", "/fields/System.CreatedBy");
    dialogue
        .page()
        .meaning("Azure DevOps' own paths; the caller's own secret works there as well.");
  }
}
