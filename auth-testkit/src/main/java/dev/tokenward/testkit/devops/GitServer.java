package dev.tokenward.testkit.devops;

import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.WebRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.http.server.resolver.AsIsFileService;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceivePack;

/** Git's smart HTTP protocol: decides by Azure DevOps' rules, then lets JGit speak. */
public final class GitServer extends Handler.Wrapper {

  private static final String REPOSITORY = GitRepository.class.getName();

  private final DevOps devOps;

  /** Serves the repositories of {@code devOps}. */
  public GitServer(DevOps devOps) {
    super(servlet());
    this.devOps = devOps;
  }

  private static ServletContextHandler servlet() {
    GitServlet git = new GitServlet();
    git.setRepositoryResolver((request, name) -> admitted(request));
    git.setReceivePackFactory((request, repository) -> new ReceivePack(repository));
    git.setAsIsFileService(AsIsFileService.DISABLED);
    ServletContextHandler context = new ServletContextHandler("/");
    // The decision below fell on the split path; JGit never looks at it again.
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    context.addServlet(new ServletHolder(git), "/*");
    return context;
  }

  private static Repository admitted(HttpServletRequest request) {
    Repository repository = (Repository) request.getAttribute(REPOSITORY);
    repository.incrementOpen();
    return repository;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    WebRequest web = new WebRequest(request);
    Optional<GitPath> path = GitPath.of(web);
    if (path.isEmpty()) {
      return false;
    }
    try {
      Organization organization = devOps.organization(path.get().organization());
      put(ServiceHeaders.of(web, organization), response);
      request.setAttribute(REPOSITORY, admit(web, path.get(), organization, response).git());
    } catch (RefusedException e) {
      e.reply().send(response, callback);
      return true;
    }
    return super.handle(request, response, callback);
  }

  private GitRepository admit(
      WebRequest request, GitPath path, Organization organization, Response response) {
    Caller caller = devOps.caller(request, organization);
    if (caller.isAnonymous()) {
      throw organization.refusal(Cause.UNKNOWN_CREDENTIAL, request);
    }
    put(ServiceHeaders.of(caller), response);
    if (!caller.scopes().allow(path.scope())) {
      throw organization.refusal(Cause.DEAD_PAT, request);
    }
    GitRepository repository =
        organization
            .find(path.project())
            .flatMap(project -> project.find(path.repository()))
            .orElseThrow(() -> RepositoryApi.notFound(path.repository()));
    if (path.push() && !repository.takesPushes()) {
      throw new RefusedException(Refusal.BRANCH_POLICY.reply(request, organization));
    }
    return repository;
  }

  private static void put(Map<String, String> headers, Response response) {
    headers.forEach(response.getHeaders()::put);
  }
}
