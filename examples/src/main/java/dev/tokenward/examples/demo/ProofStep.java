package dev.tokenward.examples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/** The proof: every byte that the client saw or has, searched for the secrets. */
final class ProofStep {

  private final Page page;
  private final Client client;
  private final Upstream upstream;

  ProofStep(Page page, Stage stage) {
    this.page = page;
    this.client = stage.client();
    this.upstream = stage.upstream();
  }

  void search() throws IOException {
    findPlanted();
    List<byte[]> answers = client.seen();
    List<byte[]> files = files();
    long pat = hits(upstream.pat(), answers, files);
    long appSecret = hits(upstream.app().clientSecret(), answers, files);
    String result =
        String.format(
            Locale.ROOT,
            "searched %,d bytes in %d answers and %d files: PAT %d hits, app secret %d hits",
            size(answers) + size(files),
            answers.size(),
            files.size(),
            pat,
            appSecret);
    if (pat + appSecret > 0) {
      throw new IllegalStateException(result);
    }
    page.output(result);
  }

  /** A search that finds nothing proves nothing before it has found what is there. */
  private void findPlanted() throws IOException {
    // Its last characters differ in each alphabet of Base64 and in URLs.
    String canary = "canary-" + UUID.randomUUID() + "~?>";
    SecretSearch search = new SecretSearch(canary);
    Path planted = client.folder().resolve("site/planted.txt");
    Files.writeString(planted, String.join("\n", search.forms()));
    long found = search.hits(files());
    Files.delete(planted);
    if (found != search.forms().size()) {
      throw new IllegalStateException(
          "the search is blind: it found " + found + " of " + search.forms().size() + " forms");
    }
    page.output("the search found a planted canary in " + found + " forms of " + found);
  }

  private static long hits(String secret, List<byte[]> answers, List<byte[]> files) {
    SecretSearch search = new SecretSearch(secret);
    return search.hits(answers) + search.hits(files);
  }

  private List<byte[]> files() throws IOException {
    List<byte[]> contents = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(client.folder())) {
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        contents.add(Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private static long size(List<byte[]> contents) {
    return contents.stream().mapToLong(content -> content.length).sum();
  }
}
