package dev.tokenward.vault.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.KindDescription;
import dev.tokenward.vault.access.Permission;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema of the configuration file, for editors: its keys, their types, and the fields of
 * each kind as the kind describes them. What only a vault can know, such as whether a file is
 * there, {@link ConfigReader} says.
 */
public final class ConfigSchema {

  private static final JsonMapper JSON = new JsonMapper();

  private final List<KindDescription> kinds;

  /** Describes credentials of these kinds. */
  @Inject
  public ConfigSchema(Map<String, CredentialProvider> kinds) {
    this.kinds =
        kinds.values().stream()
            .map(CredentialProvider::describe)
            .sorted(Comparator.comparing(KindDescription::kind))
            .toList();
  }

  /** The schema, a JSON document. */
  public String text() {
    try (InputStream whole = ConfigSchema.class.getResourceAsStream("schema.json")) {
      ObjectNode schema = (ObjectNode) JSON.readTree(whole);
      ObjectNode defs = (ObjectNode) schema.path("$defs");
      permissions((ObjectNode) defs.path("policy"));
      defs.set("credential", credential());
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schema);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The schema is JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException("The schema is part of the program", e);
    }
  }

  /** Only a policy that is about the vault itself names no credentials. */
  private static void permissions(ObjectNode policy) {
    ObjectNode items = (ObjectNode) policy.at("/properties/permissions/items");
    Permission.texts().forEach(items.putArray("enum")::add);
    ArrayNode vault =
        policy
            .putObject("if")
            .putObject("properties")
            .putObject("permissions")
            .putObject("contains")
            .putArray("enum");
    Permission.texts().stream()
        .filter(text -> Permission.of(text).filter(Permission::aboutCredentials).isPresent())
        .forEach(vault::add);
    policy.putObject("then").putArray("required").add("credentials");
  }

  private ObjectNode credential() {
    ObjectNode credential = JSON.createObjectNode().put("type", "object");
    ArrayNode names = credential.putObject("properties").putObject("kind").putArray("enum");
    credential.putArray("required").add("kind");
    ArrayNode all = credential.putArray("allOf");
    for (KindDescription kind : kinds) {
      names.add(kind.kind());
      ObjectNode choice = all.addObject();
      ObjectNode ofKind = choice.putObject("if").put("type", "object");
      ofKind.putObject("properties").putObject("kind").put("const", kind.kind());
      ofKind.putArray("required").add("kind");
      choice.set("then", fields(kind));
    }
    return credential;
  }

  private static ObjectNode fields(KindDescription kind) {
    ObjectNode fields = JSON.createObjectNode().put("description", kind.summary());
    ObjectNode properties = fields.putObject("properties");
    properties.putObject("kind").put("description", kind.summary());
    ArrayNode required = fields.putArray("required");
    for (Field field : kind.fields()) {
      properties.set(field.name(), value(field));
      if (field.required()) {
        required.add(field.name());
      }
    }
    return fields.put("additionalProperties", false);
  }

  private static ObjectNode value(Field field) {
    ObjectNode value = JSON.createObjectNode();
    value.put("title", field.label()).put("description", field.help());
    switch (field.type()) {
      case SECRET -> value.put("$ref", "#/$defs/secret");
      case CHOICE -> field.choices().forEach(value.putArray("enum")::add);
      case SCOPES -> {
        ArrayNode either = value.putArray("anyOf");
        either.addObject().put("$ref", "#/$defs/text");
        either.addObject().put("$ref", "#/$defs/texts");
      }
      case TEXT, URL, FILE, ORGANIZATION -> value.put("$ref", "#/$defs/text");
    }
    return value;
  }
}
