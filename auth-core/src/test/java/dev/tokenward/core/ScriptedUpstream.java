package dev.tokenward.core;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * A sender that answers from a script and remembers what it was asked. The last line of the script
 * is repeated. Thread-safe.
 */
public final class ScriptedUpstream implements HttpSender {

  /** One line of a script. */
  @FunctionalInterface
  public interface Answer {

    /** Answers {@code request}. */
    Response to(Request request) throws IOException;
  }

  private final Queue<Answer> script = new ArrayDeque<>();
  private final List<Request> requests = new ArrayList<>();

  /** Adds a line to the script. */
  public synchronized ScriptedUpstream then(Answer answer) {
    script.add(answer);
    return this;
  }

  /** Adds an answer to the script. */
  public ScriptedUpstream then(int status, Map<String, List<String>> headers, String body) {
    return then(request -> new Response(status, headers, body));
  }

  /** Adds an unreachable server to the script. */
  public ScriptedUpstream thenUnreachable() {
    return then(
        request -> {
          throw new IOException(request + " broke off");
        });
  }

  /** What was asked so far, in order. */
  public synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public Response send(Request request) throws IOException {
    return next(request).to(request);
  }

  private synchronized Answer next(Request request) {
    requests.add(request);
    Answer answer = script.size() > 1 ? script.poll() : script.peek();
    if (answer == null) {
      throw new AssertionError("Nothing was to be sent, but " + request + " was");
    }
    return answer;
  }
}
