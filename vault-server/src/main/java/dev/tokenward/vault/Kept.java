package dev.tokenward.vault;

import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;

/** The store below the configuration file: what the vault itself writes. */
@Qualifier
@Retention(RUNTIME)
@interface Kept {}
