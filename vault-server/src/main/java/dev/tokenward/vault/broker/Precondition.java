package dev.tokenward.vault.broker;

import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.store.Row;
import java.util.Optional;

/**
 * What a client says it knows of a record (RFC 9110, 13.1).
 *
 * @param ifMatch the tag of the record that is to be changed
 * @param ifNoneMatch whether there must be none yet
 */
public record Precondition(Optional<String> ifMatch, boolean ifNoneMatch) {

  /** The tag of a record: another one for every change, and for another record of that name. */
  public static String tag(String id, long version) {
    return '"' + id.substring(0, 8) + "-" + version + '"';
  }

  /** Refuses a change to what the client does not know. */
  void require(Optional<? extends Row<?>> row) {
    if (ifNoneMatch && row.isPresent()) {
      throw failed("There is a record of that name already", "Leave If-None-Match out.");
    }
    boolean fits =
        ifMatch.isEmpty()
            || row.filter(
                    found ->
                        ifMatch.get().equals("*")
                            || ifMatch.get().equals(tag(found.id(), found.version())))
                .isPresent();
    if (!fits) {
      throw failed("The record is not the one that If-Match names", "Read it again, then repeat.");
    }
  }

  private static RefusedException failed(String message, String nextStep) {
    return new RefusedException(
        RefusedException.Reason.PRECONDITION_FAILED, message, "If-Match", nextStep);
  }
}
