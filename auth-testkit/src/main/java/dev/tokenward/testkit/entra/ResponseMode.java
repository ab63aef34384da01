package dev.tokenward.testkit.entra;

import static java.util.stream.Collectors.joining;

import dev.tokenward.testkit.http.Reply;
import dev.tokenward.testkit.pages.ForwardPage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How a browser carries an answer to an app. */
enum ResponseMode {
  QUERY {
    @Override
    Reply reply(String redirectUri, Map<String, String> fields) {
      return redirect(redirectUri + (redirectUri.contains("?") ? "&" : "?") + encoded(fields));
    }
  },
  FRAGMENT {
    @Override
    Reply reply(String redirectUri, Map<String, String> fields) {
      return redirect(redirectUri + "#" + encoded(fields));
    }
  },
  FORM_POST {
    @Override
    Reply reply(String redirectUri, Map<String, String> fields) {
      return ForwardPage.reply(redirectUri, fields);
    }
  };

  abstract Reply reply(String redirectUri, Map<String, String> fields);

  static Optional<ResponseMode> named(String name) {
    return Arrays.stream(values())
        .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  private static Reply redirect(String location) {
    return Reply.empty(302)
        .header("Location", location)
        .header("Cache-Control", "no-store")
        .header("Referrer-Policy", "no-referrer");
  }

  private static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(joining("&"));
  }
}
