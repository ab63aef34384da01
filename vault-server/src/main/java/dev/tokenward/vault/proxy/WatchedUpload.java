package dev.tokenward.vault.proxy;

import java.util.function.BooleanSupplier;
import org.eclipse.jetty.client.ContentSourceRequestContent;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** The client's body on its way upstream; it ends at the next chunk once the token is revoked. */
final class WatchedUpload extends ContentSourceRequestContent {

  private final BooleanSupplier stillGood;

  WatchedUpload(Request request, BooleanSupplier stillGood) {
    super(request, request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    this.stillGood = stillGood;
  }

  @Override
  public Content.Chunk read() {
    if (!stillGood.getAsBoolean()) {
      return Content.Chunk.from(UpstreamFailures.revoked(), true);
    }
    Content.Chunk chunk = super.read();
    return Content.Chunk.isFailure(chunk)
        ? Content.Chunk.from(new ClientFailedException(chunk.getFailure()), true)
        : chunk;
  }
}
