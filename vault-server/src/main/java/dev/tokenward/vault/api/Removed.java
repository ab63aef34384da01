package dev.tokenward.vault.api;

/** What was removed. */
record Removed(@Doc("The name it had; it may be given again, to another record.") String removed) {}
