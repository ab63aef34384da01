package dev.tokenward.vault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tokenward.vault.audit.ChainVerifier.Broken;
import dev.tokenward.vault.audit.ChainVerifier.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChainVerifierTest {

  private List<String> lines = new ArrayList<>();

  @BeforeEach
  void writeChain() throws IOException {
    lines = Chains.ofLength(9);
  }

  @Test
  void verify_wholeChain_givesItsHead() throws IOException {
    Result result = verify();

    assertThat(result.broken()).isNull();
    assertThat(result.head().seq()).isEqualTo(9);
    assertThat(lines.get(8)).endsWith("\"hash\":\"" + result.head().hash() + "\"}");
  }

  @Test
  void verify_emptyFile_isWhole() throws IOException {
    assertThat(Chains.verify("")).isEqualTo(new Result(1, ChainHead.START, 0, null));
  }

  @Test
  void verify_editedRecord_isNamed() throws IOException {
    lines.set(4, lines.get(4).replace("\"granted\"", "\"denied\""));

    assertThat(broken())
        .isEqualTo(
            new Broken("", 5, 5, "The record was changed: its hash does not fit its content."));
  }

  @Test
  void verify_editedRecordWithNewHash_breaksAtTheNext() throws IOException {
    lines.set(4, resealed(5, previousOf(5), "forged"));

    assertThat(broken())
        .isEqualTo(
            new Broken(
                "",
                6,
                6,
                "The record does not continue the one before it: one of the two was replaced."));
  }

  @Test
  void verify_deletedRecord_isNamed() throws IOException {
    lines.remove(4);

    assertThat(broken())
        .isEqualTo(
            new Broken(
                "",
                5,
                5,
                "Record 5 belongs here: records were deleted, or the order was changed."));
  }

  @Test
  void verify_firstRecordDeleted_isNamed() throws IOException {
    lines.remove(0);

    assertThat(broken()).extracting(Broken::line, Broken::seq).containsExactly(1L, 1L);
  }

  @Test
  void verify_insertedRecord_isNamed() throws IOException {
    lines.add(5, resealed(5, previousOf(5), "forged"));

    assertThat(broken())
        .isEqualTo(
            new Broken(
                "",
                6,
                6,
                "Record 6 belongs here: this one was inserted, or the order was changed."));
  }

  @Test
  void verify_swappedRecords_areNamed() throws IOException {
    Collections.swap(lines, 4, 5);

    assertThat(broken()).extracting(Broken::line, Broken::seq).containsExactly(5L, 5L);
  }

  @Test
  void verify_otherText_isNamed() throws IOException {
    lines.add(5, "hello");

    assertThat(broken())
        .isEqualTo(
            new Broken(
                "", 6, 6, "This is not a whole audit record: it does not end with its hash."));
  }

  @Test
  void verify_sealedTextThatIsNoRecord_isNamed() throws Exception {
    String twice = "{\"seq\":1,\"seq\":1";
    lines = List.of(twice + ",\"hash\":\"" + sha256(twice + "}") + "\"}");

    assertThat(broken().problem())
        .isEqualTo("This is not an audit record: it is not JSON of that form.");
  }

  @Test
  void verify_endlessLine_isNamedWithoutBeingKept() throws IOException {
    lines.add(5, "x".repeat(300_000));

    assertThat(broken())
        .isEqualTo(new Broken("", 6, 6, "This is not an audit record: it is longer than any."));
  }

  @Test
  void verify_endCutOff_isFoundAgainstTheHead() throws IOException {
    ChainHead head = verify().head();
    lines.remove(8);

    assertThat(verify().broken()).as("without the head, a shorter chain is whole").isNull();
    assertThat(Chains.verify(Chains.text(lines), Optional.of(head)).broken())
        .isEqualTo(
            new Broken(
                "", 9, 9, "The file ends here, but record 9 was witnessed: its end was cut off."));
  }

  @Test
  void verify_fileWrittenAnew_isFoundAgainstTheHead() throws IOException {
    ChainHead head = verify().head();
    List<String> anew = new ArrayList<>(lines.subList(0, 7));
    lines = anew;
    anew.add(resealed(8, verify().head(), "forged"));
    anew.add(resealed(9, verify().head(), "forged"));

    assertThat(verify().broken()).as("without the head").isNull();
    assertThat(Chains.verify(Chains.text(lines), Optional.of(head)).broken())
        .isEqualTo(
            new Broken(
                "", 9, 9, "This is not the record that was witnessed: the file was written anew."));
  }

  @Test
  void verify_chainThatGrewSince_holdsTheHead() throws IOException {
    ChainHead early = Chains.verify(Chains.text(lines.subList(0, 4))).head();

    assertThat(Chains.verify(Chains.text(lines), Optional.of(early)).broken()).isNull();
  }

  @Test
  void verify_unfinishedLine_isCountedAndNoBreak() throws IOException {
    Result result = Chains.verify(Chains.text(lines) + "{\"seq\":10");

    assertThat(result.broken()).isNull();
    assertThat(result.torn()).isEqualTo(9);
  }

  @Test
  void verify_manyRecords_areFollowedAsTheyCome() throws IOException {
    Result result = ChainVerifier.verify(new EndlessChain(20_000), Optional.empty());

    assertThat(result.broken()).isNull();
    assertThat(result.head().seq()).isEqualTo(20_000);
  }

  private Result verify() throws IOException {
    return Chains.verify(Chains.text(lines));
  }

  private Broken broken() throws IOException {
    Broken broken = verify().broken();
    assertThat(broken).isNotNull();
    return Objects.requireNonNull(broken);
  }

  private ChainHead previousOf(int seq) throws IOException {
    return Chains.verify(Chains.text(lines.subList(0, seq - 1))).head();
  }

  private static String resealed(int seq, ChainHead previous, String detail) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ChainHead head = RecordFormat.append(Scene.entry(detail), previous, Instant.EPOCH, line);
    assertThat(head.seq()).isEqualTo(seq);
    return line.toString(StandardCharsets.UTF_8).strip();
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** Makes each record when it is read, so that nothing but the reader could hold them all. */
  private static final class EndlessChain extends InputStream {

    private final int count;
    private ChainHead head = ChainHead.START;
    private byte[] line = new byte[0];
    private int at;

    EndlessChain(int count) {
      this.count = count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      if (at == line.length && head.seq() == count) {
        return -1;
      }
      if (at == line.length) {
        ByteArrayOutputStream next = new ByteArrayOutputStream();
        head = RecordFormat.append(Scene.entry("many"), head, Instant.EPOCH, next);
        line = next.toByteArray();
        at = 0;
      }
      int copied = Math.min(length, line.length - at);
      System.arraycopy(line, at, target, from, copied);
      at += copied;
      return copied;
    }
  }
}
