package dev.tokenward.testkit.devops;

import dev.tokenward.testkit.entra.EntraApp;
import dev.tokenward.testkit.entra.EntraUser;
import dev.tokenward.testkit.entra.Tenant;
import dev.tokenward.testkit.http.RefusedException;
import dev.tokenward.testkit.http.WebRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** An organization with its projects and members. Thread-safe. */
public final class Organization {

  private final String id = UUID.randomUUID().toString();
  private final String name;
  private final Tenant tenant;
  private final Path folder;
  private final Map<String, Project> projects =
      new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> members = ConcurrentHashMap.newKeySet();
  private final WorkItems workItems = new WorkItems();
  private final Map<Cause, Refusal> refusals = new ConcurrentHashMap<>();
  private volatile @Nullable String context;

  Organization(String name, Tenant tenant, Path folder) {
    this.name = name;
    this.tenant = tenant;
    this.folder = folder;
  }

  /** Its id, a GUID. */
  public String id() {
    return id;
  }

  /** Its name, as it was given. */
  public String name() {
    return name;
  }

  /** The tenant whose tokens it takes. */
  public Tenant tenant() {
    return tenant;
  }

  /** Returns the project of this name, creating it if there is none. */
  public Project project(String projectName) {
    return projects.computeIfAbsent(projectName, n -> new Project(n, folder));
  }

  /** Makes the service principal of {@code app} a member, with all rights. */
  public Organization addServicePrincipal(EntraApp app) {
    members.add(app.objectId());
    return this;
  }

  /** Makes {@code user} a member, with all rights that the scopes of their tokens leave. */
  public Organization addUser(EntraUser user) {
    members.add(user.objectId());
    return this;
  }

  /** Refuses in another shape than the usual one when {@code cause} is why. */
  public Organization refuse(Cause cause, Refusal shape) {
    refusals.put(cause, shape);
    return this;
  }

  /** Takes only tokens with this authentication context, and challenges others; null for any. */
  public Organization requireContext(@Nullable String id) {
    context = id;
    return this;
  }

  @Nullable String context() {
    return context;
  }

  boolean hasMember(String objectId) {
    return members.contains(objectId);
  }

  /** Returns the refusal of {@code request}, in the shape chosen for {@code cause}. */
  RefusedException refusal(Cause cause, WebRequest request) {
    Refusal shape = refusals.getOrDefault(cause, cause.usualShape(request));
    return new RefusedException(shape.reply(request, this));
  }

  List<Project> projects() {
    return List.copyOf(projects.values());
  }

  Optional<Project> find(String nameOrId) {
    return projects.values().stream().filter(p -> p.answersTo(nameOrId)).findFirst();
  }

  void close() {
    projects.values().forEach(Project::close);
  }

  WorkItems workItems() {
    return workItems;
  }
}
