package dev.tokenward.testkit.devops;

import dev.tokenward.testkit.entra.Entra;
import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.Replies;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.Service;
import dev.tokenward.testkit.http.WebRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.eclipse.jgit.util.FileUtils;

/** Azure DevOps: organizations, personal access tokens, REST and git. Thread-safe. */
public final class DevOps implements Service {

  private final Map<String, Organization> organizations =
      new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);
  private final PersonalAccessTokens pats;
  private final Authentication authentication;
  private final RestApi api;
  private final Entra entra;
  private final Path folder;

  /** Creates a service without organizations that keeps its repositories in {@code folder}. */
  public DevOps(Entra entra, Path folder, InstantSource clock, SecureRandom random) {
    this.entra = entra;
    this.folder = folder;
    this.pats = new PersonalAccessTokens(clock, random);
    this.authentication = new Authentication(pats, entra.tokens(), clock);
    this.api = new RestApi(clock);
    HermeticGit.install();
  }

  /** Returns the organization of this name, creating it in a tenant (id or domain) if needed. */
  public Organization organization(String name, String tenant) {
    return organizations.computeIfAbsent(
        name, n -> new Organization(n, entra.tenant(tenant), folder));
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
    organizations.values().forEach(Organization::close);
    organizations.clear();
    pats.reset();
    try {
      FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Organization> find(String name) {
    return Optional.ofNullable(organizations.get(name));
  }

  /** Returns an organization that exists, or refuses the request. */
  Organization organization(String name) {
    return find(name).orElseThrow(() -> new RefusedException(pageNotFound()));
  }

  Caller caller(WebRequest request, Organization organization) {
    return authentication.caller(request, organization);
  }

  @Override
  public Reply answer(WebRequest request) {
    String first = request.segments().stream().findFirst().orElse("");
    if (first.equals("_signin")) {
      return Replies.signInPage();
    }
    Organization organization = organization(first);
    return RefusedException.caught(() -> answer(request, organization))
        .headers(ServiceHeaders.of(request, organization));
  }

  private Reply answer(WebRequest request, Organization organization) {
    Caller caller = caller(request, organization);
    return RefusedException.caught(() -> answer(request, organization, caller))
        .headers(ServiceHeaders.of(caller));
  }

  private Reply answer(WebRequest request, Organization organization, Caller caller) {
    Optional<ApiCall> call = ApiCall.of(request, organization, caller);
    if (call.isEmpty() && caller.isAnonymous()) {
      throw organization.refusal(Cause.UNKNOWN_CREDENTIAL, request);
    }
    return call.map(api::answer).orElseGet(DevOps::pageNotFound);
  }

  private static Reply pageNotFound() {
    return Reply.html(404, "<html><head><title>404</title></head></html>");
  }
}
