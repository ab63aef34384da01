package dev.tokenward.vault.broker;

import dev.tokenward.vault.access.Policy;
import dev.tokenward.vault.store.Row;
import java.util.List;

/**
 * A policy as people read it: names where it holds ids, and the id itself of what was removed.
 *
 * @param callers by name
 * @param credentials by name
 */
public record PolicyView(Row<Policy> policy, List<String> callers, List<String> credentials) {}
