package dev.tokenward.testkit.pipelines;

import dev.tokenward.testkit.entra.Entra;
import dev.tokenward.testkit.entra.OidcIssuer;
import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.http.Service;
import dev.tokenward.testkit.http.WebRequest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** GitHub Actions and Azure Pipelines, as far as their jobs ask who they are. Thread-safe. */
public final class Pipelines implements Service {

  private static final String GITHUB = "https://token.actions.githubusercontent.com";
  private static final String AZURE = "https://vstoken.dev.azure.com/";

  private final Map<String, Job> jobs = new ConcurrentHashMap<>();
  private final Entra entra;
  private final Supplier<String> origin;
  private final InstantSource clock;
  private final SecureRandom random;

  /** Creates services without jobs that are asked at {@code origin}. */
  public Pipelines(
      Entra entra, Supplier<String> origin, InstantSource clock, SecureRandom random) {
    this.entra = entra;
    this.origin = origin;
    this.clock = clock;
    this.random = random;
  }

  /** Starts a job of GitHub Actions, such as {@code repo:acme/site:ref:refs/heads/main}. */
  public Job gitHub(String subject) {
    String id = UUID.randomUUID().toString();
    String url = origin.get() + "/actions/jobs/" + id + "/idtoken?api-version=2.0";
    return keep(id, new GitHubJob(entra.issuer(GITHUB), subject, url, token(), clock));
  }

  /** Starts a job of Azure Pipelines that may use a service connection. */
  public Job azure(String organization, String serviceConnectionId) {
    String id = UUID.randomUUID().toString();
    String url =
        origin.get()
            + "/%s/web/_apis/distributedtask/hubs/build/plans/%s/jobs/%s/oidctoken"
                .formatted(organization, UUID.randomUUID(), id);
    String subject = "sc://" + organization + "/web/" + serviceConnectionId;
    OidcIssuer issuer = entra.issuer(AZURE + UUID.randomUUID());
    return keep(
        id, new AzurePipelinesJob(issuer, subject, url, token(), serviceConnectionId, clock));
  }

  private Job keep(String id, Job job) {
    jobs.put(id, job);
    return job;
  }

  private String token() {
    byte[] token = new byte[30];
    random.nextBytes(token);
    return Base64.getUrlEncoder().encodeToString(token);
  }

  /** Whether a job asks who it is. */
  public static boolean owns(WebRequest request) {
    List<String> path = request.segments();
    return path.size() > 2 && Set.of("idtoken", "oidctoken").contains(path.get(path.size() - 1));
  }

  @Override
  public Reply answer(WebRequest request) {
    List<String> path = request.segments();
    return Optional.ofNullable(jobs.get(path.get(path.size() - 2)))
        .map(job -> job.answer(request))
        .orElseGet(() -> Reply.empty(404));
  }

  /** Ends every job. */
  public void reset() {
    jobs.clear();
  }
}
