package dev.tokenward.appcred;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tokenward.core.CachingTokenSource;
import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.Secret;
import dev.tokenward.testkit.Emulator;
import dev.tokenward.testkit.EmulatorExtension;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of key and certificate, up to an Entra ID that verifies what the key signs. */
@ExtendWith(EmulatorExtension.class)
class KeyFilesTest {

  private static final MadeCertificate MADE = MadeCertificate.issued();

  private final LeakProbe probe = new LeakProbe();
  private final String passphrase = probe.canary("passphrase");

  @TempDir Path folder;
  private KeyFile app;

  @BeforeEach
  void register(Emulator emulator) {
    app = KeyFile.of(emulator, folder);
    app.app().addCertificate(MADE.leaf());
  }

  @ParameterizedTest
  @EnumSource
  void token_file_isGranted(KeyForm form) throws Exception {
    isGranted(app.locked(app.holding(form.write(MADE, passphrase)), passphrase));
  }

  @ParameterizedTest
  @EnumSource
  void token_fileOfOpenSsl_isGranted(OpenSsl form) throws Exception {
    assumeTrue(OpenSsl.isInstalled(), "OpenSSL is not installed: its forms were not read");
    isGranted(app.locked(app.holding(form.write(MADE, passphrase, folder)), passphrase));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "PKCS12_TRIPLE_DES"})
  void token_pkcs12OfOpenSslWithoutPassphrase_isGranted(OpenSsl form) throws Exception {
    assumeTrue(OpenSsl.isInstalled(), "OpenSSL is not installed: its forms were not read");
    isGranted(app.unlocked(app.holding(form.write(MADE, "\n", folder))));
  }

  @ParameterizedTest
  @EnumSource
  void token_secret_isGranted(KeyForm form) throws Exception {
    byte[] content = form.write(MADE, passphrase);
    String text =
        form == KeyForm.PKCS12
            ? Base64.getMimeEncoder().encodeToString(content)
            : new String(content, UTF_8);
    isGranted(app.locked(Secret.of(text), passphrase));
  }

  @Test
  void token_pkcs12InBase64AsAFile_isGranted() throws Exception {
    byte[] text = Base64.getEncoder().encode(KeyForm.PKCS12.write(MADE, passphrase));
    isGranted(app.locked(app.holding(text), passphrase));
  }

  private void isGranted(AppCredentials.Builder builder) {
    try (CachingTokenSource source = app.open(builder)) {
      assertThat(source.token().authorization()).startsWith("Bearer ey");
    }
  }

  /** Of whatever becomes of a file on its way, a parser says nothing and does not break. */
  @ParameterizedTest
  @EnumSource
  void read_anyByteChanged_isACertificateOrSaysWhatIsWrong(KeyForm form) throws Exception {
    byte[] content = form.write(MADE, passphrase);
    Random random = new Random(content.length);
    for (int i = 0; i < 300; i++) {
      byte[] changed = content.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      try {
        assertThat(KeyContent.read(changed, passphrase.toCharArray()).chain()).isNotEmpty();
      } catch (UnusableCertificateException e) {
        assertThat(e.problem()).isNotNull();
      }
    }
  }

  @Test
  void read_certificateRenewedForTheSameKey_takesTheLatest() throws Exception {
    MadeCertificate renewed = MADE.renewed();
    String text =
        new String(KeyForm.PKCS8.write(MADE, ""), US_ASCII) + KeyForm.certificates(renewed);

    assertThat(KeyContent.read(text.getBytes(US_ASCII), null).chain())
        .first()
        .isEqualTo(renewed.leaf());
  }
}
