package dev.tokenward.testkit.http;

import java.util.function.Supplier;

/** Ends the work on a request with the reply that refuses it. */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  /** Creates a refusal that answers {@code reply}. */
  public RefusedException(Reply reply) {
    super("refused with " + reply.status(), null, false, false);
    this.reply = reply;
  }

  /** Returns what {@code work} answers, or the reply that it was refused with. */
  public static Reply caught(Supplier<Reply> work) {
    try {
      return work.get();
    } catch (RefusedException e) {
      return e.reply;
    }
  }

  /** What the client is answered. */
  public Reply reply() {
    return reply;
  }
}
