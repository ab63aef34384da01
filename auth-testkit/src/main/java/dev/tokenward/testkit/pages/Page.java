package dev.tokenward.testkit.pages;

import dev.tokenward.testkit.http.Reply;

/** The frame of every page. */
public final class Page {

  private static final String FRAME =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>%1$s</title>
      <style>
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 28rem; margin: 2rem auto; padding: 0 1rem }
      fieldset { margin: 0 0 1rem } label { display: block; padding: .4rem 0 }
      button { font: inherit; padding: .5rem 1.25rem; margin: 0 .5rem .5rem 0 }
      input[type=text] { font: inherit; display: block; width: 100%%; box-sizing: border-box; padding: .4rem }
      ul { padding-left: 1.25rem } li, p { overflow-wrap: anywhere }
      </style>
      </head>
      <body>
      <main>
      <h1>%1$s</h1>
      %2$s
      </main>
      </body>
      </html>
      """;

  private Page() {}

  /** Returns a page with a title, which is escaped, and a body, which is HTML. */
  public static Reply of(int status, String title, String body) {
    return Reply.html(status, FRAME.formatted(escaped(title), body))
        .header("Cache-Control", "no-store")
        .header("Referrer-Policy", "no-referrer")
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  }

  /** Returns a page that says one thing, in plain text. */
  public static Reply message(int status, String title, String text) {
    return of(status, title, "<p>" + escaped(text) + "</p>");
  }

  /** Returns {@code text} as it may stand in HTML, within quotes too. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  static String hidden(String name, String value) {
    return "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n"
        .formatted(escaped(name), escaped(value));
  }
}
