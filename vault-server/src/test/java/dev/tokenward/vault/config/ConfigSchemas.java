package dev.tokenward.vault.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.List;

/** What an editor says of a configuration, by a schema. */
public final class ConfigSchemas {

  private static final YAMLMapper YAML = new YAMLMapper();

  private final JsonSchema schema;

  /** Takes a schema as it is printed. */
  public ConfigSchemas(String text) {
    this.schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
  }

  /** What is wrong with a file, as far as its schema goes. */
  public List<String> problems(String yaml) throws IOException {
    JsonNode document = YAML.readTree(yaml);
    return schema.validate(document).stream().map(ValidationMessage::getMessage).toList();
  }
}
