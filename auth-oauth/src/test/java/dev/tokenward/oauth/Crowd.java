package dev.tokenward.oauth;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** A program of fifty threads that all want a token now. */
final class Crowd {

  static final int THREADS = 50;

  private Crowd() {}

  public static void main(String[] arguments) throws Exception {
    String secret = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    var app =
        DelegatedOAuth.entra(arguments[1], arguments[2])
            .secret("clientSecret", Secret.of(secret))
            .keptIn(Path.of(arguments[0]))
            .build();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (CachingTokenSource source = app.open()) {
      List<CompletableFuture<String>> ids =
          IntStream.range(0, THREADS)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> source.token().id(), threads))
              .toList();
      ids.stream().map(CompletableFuture::join).distinct().forEach(System.out::println);
    }
    threads.shutdown();
  }
}
