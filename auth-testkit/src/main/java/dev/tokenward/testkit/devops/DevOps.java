package dev.tokenward.testkit.devops;

import dev.tokenward.testkit.entra.Entra;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.Service;
import dev.tokenward.testkit.http.WebRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Azure DevOps: organizations, personal access tokens, REST and git. Thread-safe. */
public final class DevOps implements Service {

  private final Map<String, Organization> organizations =
      new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);
  private final PersonalAccessTokens pats;
  private final Entra entra;
  private final Path folder;

  /** Creates a service without organizations that keeps its repositories in {@code folder}. */
  public DevOps(Entra entra, Path folder, InstantSource clock, SecureRandom random) {
    this.entra = entra;
    this.folder = folder;
    this.pats = new PersonalAccessTokens(clock, random);
  }

  /** Returns the organization of this name, creating it in a tenant (id or domain) if needed. */
  public Organization organization(String name, String tenant) {
    return organizations.computeIfAbsent(
        name, n -> new Organization(n, entra.tenant(tenant), folder.resolve(n), new WorkItems()));
  }

  /** Returns a repository that exists. */
  public GitRepository repository(String organization, String project, String repository) {
    return find(organization)
        .flatMap(o -> o.find(project))
        .flatMap(p -> p.find(repository))
        .orElseThrow(() -> new IllegalArgumentException("no such repository: " + repository));
  }

  /** Issues a PAT with scopes, separated by spaces, that lives 30 days. */
  public String issuePat(String organization, String scopes) {
    return issuePat(organization, scopes, Duration.ofDays(30));
  }

  /** Issues a PAT with scopes, separated by spaces, and a life by the emulator's clock. */
  public String issuePat(String organization, String scopes, Duration life) {
    Organization target =
        find(organization)
            .orElseThrow(() -> new IllegalArgumentException("no organization " + organization));
    return pats.issue(target, scopes, life);
  }

  /** Lets a PAT expire now. */
  public void expirePat(String pat) {
    pats.expire(pat);
  }

  /** Revokes a PAT. */
  public void revokePat(String pat) {
    pats.revoke(pat);
  }

  /** Forgets organizations, their repositories and all PATs. */
  public void reset() {
    organizations.clear();
    pats.reset();
  }

  Optional<Organization> find(String name) {
    return Optional.ofNullable(organizations.get(name));
  }

  @Override
  public Reply answer(WebRequest request) {
    return Reply.empty(404);
  }
}
