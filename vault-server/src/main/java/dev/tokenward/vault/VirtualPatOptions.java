package dev.tokenward.vault;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what a virtual PAT is good for. */
final class VirtualPatOptions {

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      description = "Its life, such as PT1H. Default: PT8H, or less if the policy says so.")
  private @Nullable String ttl;

  @Option(names = "--name", paramLabel = "TEXT", description = "What you call it, to find it.")
  private @Nullable String name;

  @Mixin private NarrowOptions narrow = new NarrowOptions();

  /** As the API takes it. */
  Map<String, Object> body() {
    return new Body().with("name", name).with("ttl", ttl).with("allow", narrow.allow()).members();
  }
}
