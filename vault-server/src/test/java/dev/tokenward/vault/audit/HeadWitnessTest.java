package dev.tokenward.vault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S24: what was witnessed elsewhere cannot be taken back here. */
class HeadWitnessTest {

  private final Scene scene = new Scene();
  private final HeldHead witness = new HeldHead();
  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("audit.jsonl");
  }

  @Test
  void witness_soonAfterARecord_knowsIt() throws IOException {
    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("one"));
      log.record(Scene.event("two"));
      assertThat(witness.heads).isEmpty();
      assertThat(scene.fire(Witnessing.PAUSE)).as("one timer").isEqualTo(1);
      assertThat(witness.heads).containsExactly(end());

      assertThat(scene.fire(Witnessing.PAUSE)).as("nothing new").isZero();
      log.record(Scene.event("three"));
    }
    assertThat(witness.heads).as("at close").hasSize(2).last().isEqualTo(end());
  }

  @Test
  void witness_manyRecords_isToldAtOnce() throws IOException {
    try (ChainedAuditLog log = open()) {
      for (int i = 0; i < 2 * Witnessing.RECORDS + 10; i++) {
        log.record(Scene.event("many"));
      }
      assertThat(witness.heads).extracting(ChainHead::seq).containsExactly(1_000L, 2_000L);
    }
    assertThat(witness.heads).last().isEqualTo(end());
  }

  @Test
  void witness_fails_holdsUpNothingAndIsToldLater() throws IOException {
    try (ChainedAuditLog log = open()) {
      witness.failing = true;
      for (int i = 0; i < Witnessing.RECORDS + 10; i++) {
        log.record(Scene.event("many"));
      }
      assertThat(log.writable()).isTrue();
      assertThat(scene.fire(Witnessing.PAUSE)).isEqualTo(1);
      witness.failing = false;
      assertThat(scene.fire(Witnessing.PAUSE)).isEqualTo(1);
      assertThat(witness.heads).containsExactly(end());
    }
  }

  @Test
  void open_chainThatHoldsTheHead_isContinued() throws IOException {
    write(Chains.ofLength(9), 5);

    try (ChainedAuditLog log = open()) {
      log.record(Scene.event("ten"));
    }

    assertThat(end().seq()).isEqualTo(10);
  }

  @Test
  void open_endCutOff_isRefusedByName() throws IOException {
    List<String> lines = Chains.ofLength(9);
    write(lines, 9);
    Files.writeString(file, Chains.text(lines.subList(0, 8)));

    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessage(
            "The audit file "
                + file
                + " ends with record 8, but record 9 was witnessed: its end was cut off, or an"
                + " older copy took its place. Put the right file back. If it is lost, move what"
                + " is left away and set audit.continueFrom: "
                + witness.heads.get(0)
                + "; the loss stays visible to tokenward audit verify.");
    assertThat(Files.readAllLines(file)).as("left alone").hasSize(8);
  }

  @Test
  void open_fileGone_isRefused() throws IOException {
    write(Chains.ofLength(9), 9);
    Files.delete(file);

    assertThatThrownBy(this::open).hasMessageContaining("ends with record 0, but record 9 was");
  }

  @Test
  void open_anotherChain_isRefusedWhateverItsLength() throws IOException {
    write(Chains.ofLength(9), 5);
    String message = "holds another record 5 than was witnessed";
    for (int length : new int[] {5, 6, 30}) {
      ChainHead head = ChainHead.START;
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < length; i++) {
        text.append(Chains.next(head, "forged")).append('\n');
        head = Chains.verify(text.toString()).head();
      }
      Files.writeString(file, text);

      assertThatThrownBy(this::open).hasMessageContaining(message);
    }
  }

  @Test
  void open_longAgoButBehindTheHead_isVerified() throws IOException {
    List<String> lines = Chains.ofLength(1_000);
    write(lines, 5);
    lines.set(10, lines.get(10).replace("granted", "denied"));
    Files.writeString(file, Chains.text(lines));

    assertThatThrownBy(this::open)
        .hasMessage(
            "The audit file "
                + file
                + " is broken behind record 10. Look with: tokenward audit verify "
                + file
                + " and put the right file back.");
  }

  @Test
  void open_lossAccepted_goesOnBehindTheHeadAndSaysSo() throws IOException {
    write(Chains.ofLength(9), 9);
    Files.delete(file);
    ChainHead head = witness.heads.get(0);
    AuditPlace place = AuditPlaces.continuing(file, head);

    ChainedAuditLog.open(place, witness, Optional.empty(), scene.runtime(Runnable::run)).close();

    assertThat(Files.readString(file))
        .startsWith("{\"seq\":10,")
        .contains("audit.loss-accepted", head.toString());
    assertThat(witness.heads).last().extracting(ChainHead::seq).isEqualTo(10L);
    open().close();
  }

  @Test
  void open_witnessedRecordStillInTheSpool_isFound() throws IOException {
    List<String> lines = Chains.ofLength(9);
    write(lines, 9);
    Files.writeString(file, Chains.text(lines.subList(0, 4)));
    Path spool = directory.resolve("spool.jsonl");
    Files.writeString(spool, Chains.text(lines.subList(4, 9)));
    AuditPlace place = AuditPlaces.spooling(file, Optional.of(spool), 1 << 20);

    ChainedAuditLog.open(place, witness, Optional.empty(), scene.runtime(Runnable::run)).close();

    assertThat(end().seq()).isEqualTo(9);
  }

  private void write(List<String> lines, int witnessed) throws IOException {
    Files.writeString(file, Chains.text(lines));
    witness.heads.clear();
    witness.heads.add(Chains.verify(Chains.text(lines.subList(0, witnessed))).head());
  }

  private ChainHead end() throws IOException {
    return Chains.verify(Files.readString(file)).head();
  }

  private ChainedAuditLog open() throws IOException {
    return ChainedAuditLog.open(
        AuditPlace.of(file), witness, Optional.empty(), scene.runtime(Runnable::run));
  }
}
