package dev.tokenward.vault.api;

import org.jspecify.annotations.Nullable;

/** What was removed. */
record Removed(
    @Doc("The name it had; it may be given again, to another record.") String removed,
    @Doc("What is left to do by hand upstream; absent where nothing is.")
        @Nullable String remains) {

  Removed(String removed) {
    this(removed, null);
  }
}
