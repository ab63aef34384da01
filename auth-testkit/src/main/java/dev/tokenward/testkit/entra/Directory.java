package dev.tokenward.testkit.entra;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Who is known: tenants with their apps and users. Thread-safe. */
final class Directory {

  private final List<Tenant> tenants = new CopyOnWriteArrayList<>();
  private final List<EntraApp> apps = new CopyOnWriteArrayList<>();
  private final List<EntraUser> users = new CopyOnWriteArrayList<>();

  synchronized Tenant tenant(String idOrDomain) {
    return find(idOrDomain).orElseGet(() -> create(idOrDomain));
  }

  private Tenant create(String name) {
    Tenant tenant =
        name.matches("[0-9a-fA-F-]{36}")
            ? new Tenant(name, name)
            : new Tenant(UUID.randomUUID().toString(), name);
    tenants.add(tenant);
    return tenant;
  }

  EntraApp app(Tenant tenant, String clientId, @Nullable String clientSecret) {
    EntraApp app = new EntraApp(tenant, clientId, clientSecret);
    apps.add(app);
    return app;
  }

  synchronized EntraUser user(Tenant tenant, String name) {
    return user(name)
        .filter(known -> known.tenant().equals(tenant))
        .orElseGet(() -> add(tenant, name));
  }

  private EntraUser add(Tenant tenant, String name) {
    EntraUser user = new EntraUser(tenant, name);
    users.add(user);
    return user;
  }

  Optional<Tenant> find(String idOrDomain) {
    return tenants.stream().filter(t -> t.answersTo(idOrDomain)).findFirst();
  }

  Optional<EntraApp> find(Tenant tenant, String clientId) {
    return apps.stream()
        .filter(app -> app.tenant().equals(tenant) && app.clientId().equalsIgnoreCase(clientId))
        .findFirst();
  }

  Optional<EntraUser> user(String name) {
    return users.stream().filter(user -> user.name().equalsIgnoreCase(name)).findFirst();
  }

  List<EntraUser> users() {
    return List.copyOf(users);
  }

  List<EntraUser> users(Tenant tenant) {
    return users.stream().filter(user -> user.tenant().equals(tenant)).toList();
  }
}
