package dev.tokenward.vault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tokenward.core.FakeClock;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.vault.access.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * S23 on a real disk that is full, where this machine lets a test mount one; {@link SpoolTest} and
 * {@link GroupCommitTest} show the same everywhere, with a sink that says so.
 */
class FullDiskTest {

  private final FakeClock clock = new FakeClock();
  private final TokenRuntime runtime =
      clock.runtime(
          request -> {
            throw new UnsupportedOperationException();
          });
  @TempDir Path directory;
  private Path disk = Path.of("");
  private Path file = Path.of("");
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    file = disk.resolve("audit.jsonl");
    mounted = run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString());
    assumeTrue(
        mounted, "this machine mounts nothing for a test; SpoolTest has a disk that says so");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      run("umount", "-l", disk.toString());
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void record_diskFull_isRefusedUntilThereIsRoom() throws Exception {
    Path ballast = Files.write(disk.resolve("ballast"), new byte[128 * 1024]);
    try (ChainedAuditLog log =
        ChainedAuditLog.open(AuditPlace.of(file), HeadWitness.NONE, Optional.empty(), runtime)) {
      long kept = fill(log);
      assertThat(kept).isBetween(10L, 1_000L);
      assertThat(log.writable()).isFalse();

      Files.delete(ballast);
      clock.advance(Duration.ofSeconds(1));

      assertThat(log.writable()).isTrue();
      log.record(Scene.event("after"));
      ChainVerifier.Result result = ChainVerifier.verify(file, Optional.empty(), Optional.empty());
      assertThat(result.broken()).isNull();
      assertThat(result.head().seq()).as("with the note of the gap").isEqualTo(kept + 2);
    }
    assertThat(Files.readString(file)).contains("2 records could not be written", "No space left");
  }

  @Test
  void record_diskFullWithASpool_goesOnAndComesBack() throws Exception {
    Path ballast = Files.write(disk.resolve("ballast"), new byte[128 * 1024]);
    Path spool = directory.resolve("spool.jsonl");
    AuditPlace place =
        new AuditPlace(
            file, 32 * 1024, Optional.empty(), Optional.of(spool), 1 << 20, Optional.empty());
    try (ChainedAuditLog log =
        ChainedAuditLog.open(place, HeadWitness.NONE, Optional.empty(), runtime)) {
      for (int i = 0; i < 400; i++) {
        log.record(Scene.event("record"));
      }
      assertThat(Files.size(spool)).isPositive();
      clock.advance(Duration.ofSeconds(1));
      assertThat(Files.size(spool)).as("still full").isPositive();
      assertThat(ChainVerifier.verify(file, Optional.of(spool), Optional.empty()).head().seq())
          .isEqualTo(400);

      Files.delete(ballast);
      clock.advance(Duration.ofSeconds(1));
      assertThat(spool).isEmptyFile();
      log.record(Scene.event("after"));
    }
    ChainVerifier.Result result = ChainVerifier.verify(disk, Optional.empty(), Optional.empty());
    assertThat(result.broken()).isNull();
    assertThat(result.head().seq()).isEqualTo(401);
    assertThat(ChainFiles.full(file)).isNotEmpty();
  }

  @Test
  void open_diskStillFull_startsOnTheSpool() throws Exception {
    Path ballast = Files.write(disk.resolve("ballast"), new byte[200 * 1024]);
    Path spool = directory.resolve("spool.jsonl");
    AuditPlace place = AuditPlaces.spooling(file, Optional.of(spool), 1 << 20);
    for (int start = 0; start < 3; start++) {
      try (ChainedAuditLog log =
          ChainedAuditLog.open(place, HeadWitness.NONE, Optional.empty(), runtime)) {
        for (int i = 0; i < 100; i++) {
          log.record(Scene.event("record"));
        }
      }
    }
    assertThat(Files.size(spool)).isPositive();
    Files.delete(ballast);

    ChainedAuditLog.open(place, HeadWitness.NONE, Optional.empty(), runtime).close();

    assertThat(spool).isEmptyFile();
    ChainVerifier.Result result = ChainVerifier.verify(file, Optional.empty(), Optional.empty());
    assertThat(result.broken()).isNull();
    assertThat(result.head().seq()).isBetween(300L, 305L);
  }

  private static long fill(ChainedAuditLog log) {
    long kept = 0;
    while (log.writable()) {
      try {
        log.record(Scene.event("record"));
        kept++;
      } catch (RefusedException e) {
        assertThat(e.reason()).isEqualTo(RefusedException.Reason.AUDIT_UNAVAILABLE);
      }
    }
    assertThatThrownBy(() -> log.record(Scene.event("refused")))
        .isInstanceOf(RefusedException.class);
    return kept;
  }
}
