package dev.tokenward.testkit.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Puts a {@link Service} on the wire. */
public final class ServiceHandler extends Handler.Abstract {

  private final Service service;

  /** Creates the handler of {@code service}. */
  public ServiceHandler(Service service) {
    this.service = service;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    reply(request).send(response, callback);
    return true;
  }

  private Reply reply(Request request) {
    try {
      return RefusedException.caught(() -> service.answer(new WebRequest(request)));
    } catch (IllegalArgumentException e) {
      return Reply.text(400, "The request could not be understood.");
    }
  }
}
