package dev.tokenward.vault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HighestVersionsTest {

  private static final Instant LATER = Instant.parse("2026-11-22T11:00:00Z");

  private final Scene scene = new Scene();
  @TempDir private Path folder;
  private AuditPlace place;

  @BeforeEach
  void begin() {
    place = AuditPlace.of(folder.resolve("audit.jsonl"));
  }

  private static HighestVersions nothing() {
    return new HighestVersions(text -> "sealed " + text);
  }

  private ChainedAuditLog open(HighestVersions versions) throws IOException {
    return ChainedAuditLog.open(
        place, HeadWitness.NONE, Optional.of(versions), scene.runtime(Runnable::run));
  }

  private VersionsFile file(HighestVersions versions) {
    return new VersionsFile(place, versions, scene.runtime(Runnable::run));
  }

  @Test
  void of_whatWasRecorded_isKnownAtOnceAndAfterAStart() throws IOException {
    HighestVersions versions = nothing();
    try (ChainedAuditLog log = open(versions)) {
      log.record(Scene.written("policy", "p", 3));
      log.record(Scene.written("policy", "p", 2));
      assertThat(versions.of("policy", "p")).isEqualTo(3);
      assertThat(versions.of("policy", "q")).isZero();
    }
    HighestVersions next = nothing();
    open(next).close();
    assertThat(next.of("policy", "p")).isEqualTo(3);
  }

  @Test
  void save_thenLostChain_isStillKnown() throws IOException {
    HighestVersions versions = nothing();
    try (ChainedAuditLog log = open(versions)) {
      log.record(Scene.written("policy", "p", 3));
    }
    VersionsFile file = file(versions);
    file.load(end());
    file.save();
    Files.delete(place.file());
    HighestVersions next = nothing();
    open(next).close();
    assertThat(next.of("policy", "p")).isEqualTo(3);
  }

  @Test
  void load_otherSeal_countsForNothing() throws IOException {
    HighestVersions versions = new HighestVersions(text -> "another " + text);
    versions.raise(new RecordVersion("policy", "p", 9));
    file(versions).save();
    HighestVersions next = nothing();
    open(next).close();
    assertThat(next.of("policy", "p")).isZero();
  }

  @Test
  void save_whatHasEnded_isForgotten() throws IOException {
    HighestVersions versions = nothing();
    versions.raise(new RecordVersion("lease", "old", 2, LATER.minus(Duration.ofDays(1))));
    versions.raise(new RecordVersion("lease", "new", 2, LATER));
    file(versions).save();
    HighestVersions next = nothing();
    open(next).close();
    assertThat(next.of("lease", "old")).isZero();
    assertThat(next.of("lease", "new")).isEqualTo(2);
  }

  /** Retention takes the records, and not what they told. */
  @Test
  void retention_deletedFiles_leaveTheirVersions() throws IOException {
    place =
        AuditPlaces.rotating(place.file(), Optional.of(Duration.ofSeconds(-1)), Optional.empty());
    HighestVersions versions = nothing();
    try (ChainedAuditLog log = open(versions)) {
      log.record(Scene.written("policy", "p", 3));
      for (int i = 0; i < 50; i++) {
        log.record(Scene.event("x".repeat(200)));
      }
    }
    open(nothing()).close();
    assertThat(Files.readString(place.file())).doesNotContain("\"policy\"");
    HighestVersions next = nothing();
    open(next).close();
    assertThat(next.of("policy", "p")).isEqualTo(3);
  }

  private ChainHead end() throws IOException {
    return new ChainHead(Files.readAllLines(place.file()).size(), "0".repeat(64));
  }
}
