package dev.tokenward.appcred;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenException.Reason;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What breaks a file with a key and a certificate, and what is said of it. */
@ExtendWith(EmulatorExtension.class)
class BrokenKeyFilesTest {

  private static final MadeCertificate MADE = MadeCertificate.issued();
  private static final MadeCertificate OTHER = MadeCertificate.rsa();

  private final LeakProbe probe = new LeakProbe();
  private final String passphrase = probe.canary("passphrase");

  @TempDir Path folder;
  private KeyFile app;

  @BeforeEach
  void register(Emulator emulator) {
    app = KeyFile.of(emulator, folder);
  }

  /** What a file holds, and what is said of it. */
  private record Broken(String name, Content content, boolean passphrase, String what) {

    @Override
    public String toString() {
      return name;
    }
  }

  @FunctionalInterface
  private interface Content {
    byte[] of(String passphrase) throws Exception;
  }

  static Stream<Broken> broken() {
    return Stream.of(
        locked("wrong passphrase of PKCS#12", KeyForm.PKCS12),
        locked("wrong passphrase of PKCS#8", KeyForm.PKCS8_ENCRYPTED),
        locked("wrong passphrase of PKCS#1", KeyForm.PKCS1_ENCRYPTED),
        unlocked("no passphrase for PKCS#12", KeyForm.PKCS12),
        unlocked("no passphrase for PKCS#8", KeyForm.PKCS8_ENCRYPTED),
        unlocked("no passphrase for PKCS#1", KeyForm.PKCS1_ENCRYPTED),
        broken("not a pair", p -> KeyForm.PKCS8.write(mixed(), p), "no certificate that belongs"),
        broken(
            "not a pair in PKCS#12", p -> KeyForm.PKCS12.write(mixed(), p), "that belongs to it"),
        broken("EC", p -> KeyForm.PKCS8.write(MadeCertificate.ec(), p), "that is not RSA"),
        broken("EC encrypted", p -> KeyForm.PKCS8_ENCRYPTED.write(MadeCertificate.ec(), p), "RSA"),
        broken("EC as SEC1", p -> KeyForm.PKCS1.write(MadeCertificate.ec(), p), "is not RSA"),
        broken("EC in PKCS#12", p -> KeyForm.PKCS12.write(MadeCertificate.ec(), p), "is not RSA"),
        broken("PEM cut off in the key", p -> cut(KeyForm.PKCS8.write(MADE, p), 0.2), "cut off"),
        broken("PEM cut off later", p -> cut(KeyForm.PKCS8.write(MADE, p), 0.9), "cut off"),
        broken("PEM cut off and ended", BrokenKeyFilesTest::shortened, "damaged"),
        broken("PKCS#12 cut off", p -> cut(KeyForm.PKCS12.write(MADE, p), 0.5), "damaged"),
        broken(
            "PKCS#12 of ten bytes", p -> Arrays.copyOf(KeyForm.PKCS12.write(MADE, p), 10), "cut"),
        broken("key as DER", p -> MADE.key().getEncoded(), "is DER"),
        broken("certificate as DER", p -> MADE.leaf().getEncoded(), "is DER"),
        broken("empty", p -> new byte[0], "is empty"),
        broken("white", p -> " \r\n\t".getBytes(US_ASCII), "is empty"),
        broken("no key", p -> KeyForm.certificates(MADE).getBytes(US_ASCII), "has no private key"),
        broken("no certificate", p -> KeyForm.pem(MADE.key()).getBytes(US_ASCII), "no certificate"),
        broken("two keys", BrokenKeyFilesTest::twoKeys, "more than one private key"),
        broken("text", p -> "a key, they said".getBytes(US_ASCII), "neither PEM nor PKCS#12"),
        broken("Base64 of text", p -> "YSBrZXk=".getBytes(US_ASCII), "neither PEM nor PKCS#12"),
        broken(
            "UTF-16",
            p -> new String(KeyForm.PKCS8.write(MADE, p), US_ASCII).getBytes(UTF_16),
            "neither PEM"),
        broken(
            "another thing",
            p -> "-----BEGIN SSH2-----\n-----END SSH2-----\n".getBytes(US_ASCII),
            "not read here"),
        broken(
            "as many rounds as one can write",
            p -> HostileKey.withRounds(1 << 30),
            "than is sensible"),
        broken("all the memory there is", p -> HostileKey.withScrypt(1 << 24), "than is sensible"),
        broken("encrypted no one knows how", p -> HostileKey.withoutParameters(), "damaged"),
        broken("nested without end", p -> HostileKey.nested("PRIVATE KEY"), "damaged"),
        broken("PKCS#12 nested without end", p -> HostileKey.nestedPkcs12(), "damaged"),
        broken("certificate nested without end", p -> HostileKey.nested("CERTIFICATE"), "damaged"),
        broken("expired", p -> KeyForm.PKCS8.write(expired(), p), "that has expired"),
        broken("not yet valid", p -> KeyForm.PKCS8.write(early(), p), "not valid yet"));
  }

  private static Broken broken(String name, Content content, String what) {
    return new Broken(name, content, true, what);
  }

  private static Broken locked(String name, KeyForm form) {
    return broken(name, passphrase -> form.write(MADE, "another"), "does not open with passphrase");
  }

  private static Broken unlocked(String name, KeyForm form) {
    return new Broken(name, passphrase -> form.write(MADE, passphrase), false, "no passphrase");
  }

  private static MadeCertificate mixed() {
    return new MadeCertificate(OTHER.key(), MADE.chain());
  }

  private static MadeCertificate expired() {
    Instant now = Instant.now();
    return MadeCertificate.rsa(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)));
  }

  private static MadeCertificate early() {
    Instant now = Instant.now();
    return MadeCertificate.rsa(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9)));
  }

  private static byte[] cut(byte[] content, double share) {
    return Arrays.copyOf(content, (int) (content.length * share));
  }

  private static byte[] shortened(String passphrase) throws Exception {
    String text = new String(KeyForm.PKCS8.write(MADE, passphrase), US_ASCII);
    return text.replaceFirst("\n.{64}\n.{64}\n", "\n").getBytes(US_ASCII);
  }

  private static byte[] twoKeys(String passphrase) throws Exception {
    String other = KeyForm.pem(OTHER.key());
    return (other + new String(KeyForm.PKCS8.write(MADE, passphrase), US_ASCII)).getBytes(US_ASCII);
  }

  @ParameterizedTest
  @MethodSource("broken")
  void token_fileThatIsBroken_saysWhichFileAndWhatIsWrong(Broken broken) throws Exception {
    Path file = app.holding(broken.content().of(passphrase));

    TokenException failure =
        failure(broken.passphrase() ? app.locked(file, passphrase) : app.unlocked(file));

    assertThat(failure)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("certificateFile of " + app.app().clientId())
        .hasMessageContaining(broken.what());
    isTold(failure);
    assertThat(failure.reason())
        .isEqualTo(
            broken.name().equals("expired") ? Reason.CREDENTIAL_EXPIRED : Reason.CONFIGURATION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "directory", "under/missing", "huge"})
  void token_fileThatCannotBeRead_saysWhichAndWhy(String name) throws Exception {
    Files.createDirectory(folder.resolve("directory"));
    Files.write(folder.resolve("huge"), new byte[(1 << 20) + 1]);

    TokenException failure = failure(app.unlocked(folder.resolve(name)));

    assertThat(failure).hasMessageContaining(folder.resolve(name).toString());
    isTold(failure);
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
  }

  /** A file that is there, is one, and gives an error to every reader, whoever it is. */
  @Test
  void token_fileThatGivesAnError_saysWhoMayReadIt() {
    Path file = Path.of("/proc/self/mem");
    assumeTrue(Files.isRegularFile(file), "There is no file here that nobody can read");

    TokenException failure = failure(app.unlocked(file));

    assertThat(failure)
        .hasMessageContaining("/proc/self/mem")
        .hasMessageEndingWith("cannot be read");
    isTold(failure);
  }

  private void isTold(TokenException failure) {
    assertThat(failure.getCause())
        .as("the engine's, for each caller, and no parser's")
        .isInstanceOf(TokenException.class)
        .hasNoCause()
        .hasNoSuppressedExceptions();
    assertThat((failure.getMessage() + failure.nextStep()).toLowerCase(Locale.ROOT))
        .doesNotContain("exception", "bouncy", "java.", "asn", "\tat ", "null");
    assertThat(failure.nextStep()).matches("[A-Z].*\\.");
    assertThat(app.emulator().requests()).isEmpty();
    probe.see("exception", failure).assertClean();
  }

  private TokenException failure(AppCredentials.Builder builder) {
    try (CachingTokenSource source = app.open(builder)) {
      return Emulated.failure(source);
    }
  }
}
