package dev.tokenward.vault.api;

import dev.tokenward.vault.broker.Registry;
import java.util.List;

/** The emergency switch of the whole vault. */
final class FreezeRoutes implements Routes {

  private final Registry registry;

  FreezeRoutes(Registry registry) {
    this.registry = registry;
  }

  record FreezeAnswer(@Doc("Whether nothing is given now.") boolean frozen) {}

  @Override
  public List<Operation> operations() {
    return List.of(route("freeze", true), route("unfreeze", false));
  }

  private Operation route(String verb, boolean frozen) {
    return Operation.post(
        "/v1/" + verb,
        verb + "Vault",
        frozen ? "Stop everything that the vault gives, at once" : "Let a frozen vault go on",
        Operation.Nothing.class,
        FreezeAnswer.class,
        ask -> {
          registry.freezeVault(ask.call(), frozen);
          return new FreezeAnswer(frozen);
        });
  }
}
