package dev.tokenward.appcred;

import static dev.tokenward.core.TokenException.Reason.CONFIGURATION;
import static dev.tokenward.core.TokenException.Reason.CREDENTIAL_EXPIRED;

import dev.tokenward.core.TokenException;
import dev.tokenward.core.spi.FieldProblem;
import java.util.Locale;

/** Why a key and its certificate are of no use, to be read after what they came from. */
enum CertificateProblem {
  EMPTY(CONFIGURATION, "is empty", "put the app's private key and its certificate there"),
  UNKNOWN_FORM(
      CONFIGURATION,
      "is neither PEM nor PKCS#12",
      "give PEM, which has lines that begin with -----BEGIN, or PKCS#12 (.pfx, .p12), which as text"
          + " is in Base64"),
  DER(
      CONFIGURATION,
      "is DER, which holds a key or a certificate and never both",
      "convert both to PEM, with openssl pkey and openssl x509, and put them together"),
  DAMAGED(
      CONFIGURATION,
      "is damaged, cut off, or in a form that is not read here",
      "export it again, as PKCS#12 or as PEM with a PKCS#8 or PKCS#1 key"),
  NO_KEY(
      CONFIGURATION,
      "has no private key",
      "put the private key beside the certificate: what the portal lets you download has none"),
  SEVERAL_KEYS(
      CONFIGURATION, "has more than one private key", "leave the app's own and take out the rest"),
  NO_CERTIFICATE(CONFIGURATION, "has no certificate", "put the certificate beside the private key"),
  NOT_A_PAIR(
      CONFIGURATION,
      "has a private key and no certificate that belongs to it",
      "put the certificate there that was made for this key"),
  NOT_RSA(
      CONFIGURATION,
      "has a key that is not RSA",
      "make an RSA key and a certificate for it: Entra ID takes no other from apps"),
  NO_PASSPHRASE(
      CONFIGURATION,
      "is encrypted, and there is no passphrase",
      "give the passphrase that it was exported with, in passphrase"),
  WRONG_PASSPHRASE(
      CONFIGURATION,
      "does not open with passphrase",
      "give the passphrase that it was exported with; if that is the one, the content is damaged"),
  TOO_COSTLY(
      CONFIGURATION,
      "is encrypted so that opening it takes more time or memory than is sensible",
      "export it again with the default settings"),
  EXPIRED(
      CREDENTIAL_EXPIRED,
      "has a certificate that has expired",
      "make a new certificate, upload it under Certificates & secrets of the app registration, and"
          + " put it there with its key"),
  NOT_YET_VALID(
      CONFIGURATION,
      "has a certificate that is not valid yet",
      "compare this machine's clock with the time, or wait until the certificate begins");

  private final TokenException.Reason reason;
  private final String what;
  private final String nextStep;

  CertificateProblem(TokenException.Reason reason, String what, String nextStep) {
    this.reason = reason;
    this.what = what;
    this.nextStep = nextStep;
  }

  /** As the failure of a grant whose key came from {@code place}. */
  TokenException exception(String place) {
    String sentence = nextStep.substring(0, 1).toUpperCase(Locale.ROOT) + nextStep.substring(1);
    return new TokenException(reason, place + " " + what, sentence + ".");
  }

  /** As what is wrong with {@code field}. */
  FieldProblem in(String field) {
    return new FieldProblem(field, words());
  }

  /** To be read after a field's name. */
  String words() {
    return what + ": " + nextStep;
  }
}
