package dev.tokenward.vault.api;

import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.KindDescription;
import dev.tokenward.vault.broker.Registry;
import java.util.List;

/** The kinds of credential, as they describe themselves. */
final class KindRoutes implements Routes {

  private final Registry registry;

  KindRoutes(Registry registry) {
    this.registry = registry;
  }

  record FieldAnswer(
      String name,
      String label,
      String help,
      String type,
      boolean required,
      @Doc("Whether it decides where a secret travels.") boolean destination,
      @Doc("Whether it takes a name that the configuration declares under ambient.")
          boolean ambient,
      List<String> choices) {

    static FieldAnswer of(Field field) {
      return new FieldAnswer(
          field.name(),
          field.label(),
          field.help(),
          Shape.wire(field.type()),
          field.required(),
          field.destination(),
          field.ambient(),
          field.choices());
    }
  }

  record KindAnswer(
      String kind,
      String label,
      String summary,
      @Doc("Whether its tokens may be handed out; else they are the stored secret itself.")
          boolean minted,
      List<FieldAnswer> fields) {

    static KindAnswer of(KindDescription kind) {
      return new KindAnswer(
          kind.kind(),
          kind.label(),
          kind.summary(),
          kind.minted(),
          kind.fields().stream().map(FieldAnswer::of).toList());
    }
  }

  record KindsAnswer(List<KindAnswer> kinds) {}

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.get(
            "/v1/kinds",
            "listKinds",
            "List the kinds of credential",
            KindsAnswer.class,
            ask ->
                new KindsAnswer(registry.kinds(ask.call()).stream().map(KindAnswer::of).toList())));
  }
}
