package dev.tokenward.vault.proxy;

import org.jspecify.annotations.Nullable;

/** Gives a request the id under which it is found again. The API's is the one that ships. */
@FunctionalInterface
public interface TraceIds {

  /**
   * 32 hex digits: those of a {@code traceparent} header, or new ones.
   *
   * @param traceparent the header's value (W3C Trace Context), or null
   */
  String of(@Nullable String traceparent);
}
