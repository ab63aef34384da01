package dev.tokenward.vault;

import dev.tokenward.vault.audit.ChainHead;
import dev.tokenward.vault.audit.ChainVerifier;
import dev.tokenward.vault.audit.ChainVerifier.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What following an audit file showed.
 *
 * @param broken what is wrong with it, and where
 */
record AuditState(ChainHead head, Optional<String> broken) {

  static AuditState of(Path file, Optional<ChainHead> witnessed) {
    try (InputStream records = Files.newInputStream(file)) {
      Result result = ChainVerifier.verify(records, witnessed);
      return new AuditState(
          result.head(),
          Optional.ofNullable(result.broken())
              .map(each -> file + ":" + each.line() + ": " + each.problem()));
    } catch (IOException e) {
      return new AuditState(ChainHead.START, Optional.of(file + " cannot be read."));
    }
  }
}
