package dev.tokenward.testkit.entra;

/**
 * An identity of a host.
 *
 * @param app its service principal
 * @param resourceId its own id as a resource of Azure
 */
public record ManagedIdentity(EntraApp app, String resourceId) {

  boolean answersTo(String id) {
    return app.clientId().equalsIgnoreCase(id)
        || app.objectId().equalsIgnoreCase(id)
        || resourceId.equalsIgnoreCase(id);
  }
}
