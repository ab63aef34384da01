package dev.tokenward.appcred;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The forms in which OpenSSL writes a key and its certificate, by the command that writes them. */
enum OpenSsl {
  PKCS1("rsa -in key.pem -traditional -out new.pem"),
  PKCS8("pkey -in key.pem -out new.pem"),
  PKCS1_ENCRYPTED("rsa -in key.pem -traditional -aes256 -passout file:pass -out new.pem"),
  PKCS1_TRIPLE_DES("rsa -in key.pem -traditional -des3 -passout file:pass -out new.pem"),
  PKCS8_ENCRYPTED("pkcs8 -topk8 -in key.pem -v2 aes-256-cbc -passout file:pass -out new.pem"),
  PKCS8_SCRYPT("pkcs8 -topk8 -in key.pem -scrypt -passout file:pass -out new.pem"),
  PKCS8_TRIPLE_DES("pkcs8 -topk8 -in key.pem -v1 PBE-SHA1-3DES -passout file:pass -out new.pem"),
  PKCS12("pkcs12 -export -inkey key.pem -in chain.pem -passout file:pass -out new.p12"),
  PKCS12_TRIPLE_DES(
      "pkcs12 -export -inkey key.pem -in chain.pem -passout file:pass -out new.p12"
          + " -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1"),
  PKCS12_WITHOUT_MAC(
      "pkcs12 -export -inkey key.pem -in chain.pem -nomac -passout file:pass -out new.p12");

  private final String command;

  OpenSsl(String command) {
    this.command = command;
  }

  static boolean isInstalled() {
    try {
      return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The content of a file, encrypted by {@code passphrase} where the form is. */
  byte[] write(MadeCertificate made, String passphrase, Path folder) throws Exception {
    Files.write(folder.resolve("key.pem"), KeyForm.PKCS8.write(made, passphrase));
    Files.writeString(folder.resolve("chain.pem"), KeyForm.certificates(made));
    Files.writeString(folder.resolve("pass"), passphrase);
    run(folder, command);
    if (Files.exists(folder.resolve("new.p12"))) {
      return Files.readAllBytes(folder.resolve("new.p12"));
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(Files.readAllBytes(folder.resolve("new.pem")));
    content.write(Files.readAllBytes(folder.resolve("chain.pem")));
    return content.toByteArray();
  }

  static void run(Path folder, String command) throws Exception {
    List<String> words =
        Stream.concat(Stream.of("openssl"), Stream.of(command.split(" "))).toList();
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(folder.resolve("pass").toFile()))
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("openssl " + command + ": " + said);
    }
  }
}
