package dev.tokenward.vault.broker;

import dev.tokenward.vault.access.RefusedException;
import dev.tokenward.vault.access.RefusedException.Reason;
import dev.tokenward.vault.store.Row;
import java.util.Optional;

/**
 * What a client says it knows of a record (RFC 9110, 13.1).
 *
 * @param ifMatch the tag of the record that is to be changed
 * @param ifNoneMatch whether there must be none yet
 * @param making whether the client makes a record by POST, and gives its name in the body
 */
public record Precondition(Optional<String> ifMatch, boolean ifNoneMatch, boolean making) {

  /** Whatever there is. */
  public static final Precondition NONE = new Precondition(Optional.empty(), false);

  /** The record is made, and not changed. */
  public static final Precondition NEW = new Precondition(Optional.empty(), true, true);

  /** What the headers of a request say. */
  public Precondition(Optional<String> ifMatch, boolean ifNoneMatch) {
    this(ifMatch, ifNoneMatch, false);
  }

  /** The tag of a record: another one for every change, and for another record of that name. */
  public static String tag(String id, long version) {
    return '"' + id.substring(0, 8) + "-" + version + '"';
  }

  /** Refuses a change to what the client does not know. */
  void require(Optional<? extends Row<?>> row) {
    if (making && row.isPresent()) {
      throw new RefusedException(
          Reason.CONFLICT,
          "There is a record " + row.get().name() + " already",
          "name",
          "Choose another name, or change that one.");
    }
    if (ifNoneMatch && row.isPresent()) {
      throw failed(
          "If-None-Match", "There is a record of that name already", "Leave If-None-Match out.");
    }
    boolean fits =
        ifMatch.isEmpty()
            || row.filter(
                    found ->
                        ifMatch.get().equals("*")
                            || ifMatch.get().equals(tag(found.id(), found.version())))
                .isPresent();
    if (!fits) {
      throw failed(
          "If-Match",
          "The record is not the one that If-Match names",
          "Read it again, then repeat.");
    }
  }

  private static RefusedException failed(String header, String message, String nextStep) {
    return new RefusedException(Reason.PRECONDITION_FAILED, message, header, nextStep);
  }
}
