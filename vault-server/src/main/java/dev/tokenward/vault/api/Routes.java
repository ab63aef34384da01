package dev.tokenward.vault.api;

import java.util.List;

/** The operations on one noun. */
interface Routes {

  List<Operation> operations();
}
