package dev.tokenward.benchmarks.engine;

/** One library, opened: it holds the tokens of numbered keys and gives them out. */
interface TokenCache {

  /** Gets the token of a key, with a request that was made beforehand where there is one. */
  Object hit(int key) throws Exception;

  /** Gets the token of a key, with a request that is built for this call. */
  default Object build(int key) throws Exception {
    throw new UnsupportedOperationException("There is no request to build");
  }

  /** Acquires the first token of a key. */
  default void prime(int key) throws Exception {
    hit(key);
  }

  /** Says in the library's own way that a server refused {@code token}, and gets another. */
  default Object refused(int key, Object token) throws Exception {
    throw new UnsupportedOperationException("There is no way to say that a token was refused");
  }
}
