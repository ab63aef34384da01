package dev.tokenward.appcred;

import dev.tokenward.core.Credential;
import dev.tokenward.core.Secret;
import dev.tokenward.core.TokenException;
import dev.tokenward.core.TokenRuntime;
import dev.tokenward.core.TokenSource;
import dev.tokenward.core.spi.CredentialProvider;
import dev.tokenward.core.spi.Field;
import dev.tokenward.core.spi.FieldProblem;
import dev.tokenward.core.spi.KindDescription;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kind {@value AppCredentials#CLIENT_CERTIFICATE}. */
final class CertificateProvider implements CredentialProvider {

  static final String CERTIFICATE_FILE = "certificateFile";
  static final String CERTIFICATE = "certificate";
  static final String PASSPHRASE = "passphrase";
  static final String SEND_X5C = "sendX5c";

  private static final KindDescription DESCRIPTION =
      new KindDescription(
          AppCredentials.CLIENT_CERTIFICATE,
          "Entra app with a certificate",
          "An app registered in Microsoft Entra ID that signs in as itself, with a certificate.",
          true,
          EntraApp.fields(
              Field.optional(
                  CERTIFICATE_FILE,
                  "Certificate file",
                  Field.Type.FILE,
                  "A file with the RSA key and its certificate, as PEM or PKCS#12; read anew"
                      + " for each token, so that a replaced file counts at once."),
              Field.optional(
                  CERTIFICATE,
                  "Certificate",
                  Field.Type.SECRET,
                  "Instead of a file: the RSA key and its certificate as PEM, or PKCS#12 in"
                      + " Base64."),
              Field.optional(
                  PASSPHRASE,
                  "Passphrase",
                  Field.Type.SECRET,
                  "Of the key or the PKCS#12, where it is encrypted."),
              Field.choice(
                  SEND_X5C,
                  "Send the certificate chain",
                  "Whether requests bring the certificates (x5c). Default: true, which apps that"
                      + " trust a subject name and issuer need and others do not mind.",
                  "true",
                  "false")));

  @Inject
  CertificateProvider() {}

  @Override
  public KindDescription describe() {
    return DESCRIPTION;
  }

  @Override
  public List<FieldProblem> validate(Credential credential) {
    return Stream.concat(
            EntraApp.problems(credential).stream(), certificateProblem(credential).stream())
        .toList();
  }

  private static Optional<FieldProblem> certificateProblem(Credential credential) {
    Optional<String> file = file(credential);
    Secret text = credential.secrets().get(CERTIFICATE);
    if (file.isPresent() == (text != null)) {
      return Optional.of(
          new FieldProblem(
              CERTIFICATE_FILE,
              text == null
                  ? "is missing: name a file with key and certificate, or give them in certificate"
                  : "is given beside certificate: leave one of them out"));
    }
    return text == null
        ? FieldProblem.in(CERTIFICATE_FILE, () -> NamedFile.path(file.orElse("")))
        : problem(text, credential.secrets().get(PASSPHRASE));
  }

  private static Optional<FieldProblem> problem(Secret text, @Nullable Secret passphrase) {
    try {
      KeyContent.read(content(text), CertificateProof.passphrase(passphrase));
      return Optional.empty();
    } catch (UnusableCertificateException e) {
      return Optional.of(e.problem().in(CERTIFICATE));
    }
  }

  /** The authorization server: the organization only sees tokens, for which its field stands. */
  @Override
  public Set<URI> destinations(Credential credential) {
    return Set.of(EntraApp.of(credential).authority().origin());
  }

  /**
   * The certificate's end, unless it is under a passphrase: this is asked for each credential of a
   * list, and a passphrase takes its time.
   */
  @Override
  public Optional<Instant> endsAt(Credential credential) {
    if (credential.secrets().containsKey(PASSPHRASE)) {
      return Optional.empty();
    }
    try {
      return Optional.of(KeyContent.read(source(credential).get(), null).end());
    } catch (UnusableCertificateException | TokenException e) {
      return Optional.empty();
    }
  }

  private static Supplier<byte[]> source(Credential credential) {
    return named(credential)
        .<Supplier<byte[]>>map(file -> file::read)
        .orElseGet(() -> given(credential));
  }

  private static Optional<NamedFile> named(Credential credential) {
    return file(credential)
        .map(path -> new NamedFile(credential.name(), CERTIFICATE_FILE, NamedFile.path(path)));
  }

  @Override
  public TokenSource open(Credential credential, TokenRuntime runtime) {
    return EntraApp.of(credential).source(proof(credential, runtime), runtime);
  }

  private static Proof proof(Credential credential, TokenRuntime runtime) {
    return new CertificateProof(
        named(credential).map(NamedFile::place).orElse("The certificate of " + credential.name()),
        source(credential),
        credential.secrets().get(PASSPHRASE),
        !credential.field(SEND_X5C).filter("false"::equals).isPresent(),
        runtime.clock());
  }

  private static Supplier<byte[]> given(Credential credential) {
    Secret text = credential.secret(CERTIFICATE);
    return () -> content(text);
  }

  private static Optional<String> file(Credential credential) {
    return Given.text(credential, CERTIFICATE_FILE);
  }

  private static byte[] content(Secret text) {
    return text.reveal().getBytes(StandardCharsets.UTF_8);
  }
}
