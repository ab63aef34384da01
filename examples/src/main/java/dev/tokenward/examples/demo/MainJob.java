package dev.tokenward.examples.demo;

/** The main job: git, curl and a program use Azure DevOps, and never see a secret of it. */
final class MainJob {

  private final Page page;
  private final Stage stage;

  MainJob(Page page, Stage stage) {
    this.page = page;
    this.stage = stage;
  }

  void run() throws StepFailedException, InterruptedException {
    Dialogue dialogue = new Dialogue(stage.client(), page);
    TokenSteps tokens = new TokenSteps(dialogue, stage);
    VirtualPatSteps virtualPats = new VirtualPatSteps(dialogue, stage);
    GitSteps git = new GitSteps(dialogue, stage);
    RestStep rest = new RestStep(dialogue);
    AuditStep audit = new AuditStep(page, stage.folder().vault(), stage.jar());
    ProofStep proof = new ProofStep(page, stage);
    Steps steps = new Steps(page);

    steps.step("A brokered token of Entra ID, used with Azure DevOps", tokens::brokeredToken);
    steps.step("The PAT, asked for and refused", tokens::patRefused);
    VirtualPat reader =
        steps.making("A virtual PAT: read-only, one repository", virtualPats::reader);
    steps.step("git clone through the proxy", () -> git.clone(reader));
    steps.step("git push, refused", () -> git.pushRefused(reader));
    VirtualPat writer =
        steps.making(
            "The same push with a wider virtual PAT", () -> git.push(virtualPats.writer()));
    steps.step("REST through the proxy", () -> rest.workItem(writer));
    steps.step("The first virtual PAT revoked", () -> virtualPats.revoke(reader));
    steps.step("The audit trail, verified", audit::verify);
    steps.step("The proof: every byte the client saw, searched for the secrets", proof::search);
  }
}
