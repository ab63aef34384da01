package dev.tokenward.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tokenward.core.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A file for each key, encrypted under the refresh token that was sent: who cannot read the store
 * cannot read the journal either, and no other key has to be kept anywhere. A file that follows
 * another one than that in the store was made up for, or overtaken, and says nothing.
 */
final class FileJournal implements Journal {

  private static final System.Logger LOG = System.getLogger(FileJournal.class.getName());
  private static final int TAG_BITS = 128;
  private static final int NONCE = 12;

  private final Path folder;

  FileJournal(Path folder) {
    this.folder = folder;
  }

  @Override
  public boolean add(String key, Spent spent, Secret next) {
    try {
      Files.createDirectories(folder, ownerOnly("rwx------"));
      // One of its own for each writer.
      Path fresh = Files.createTempFile(folder, "answer", ".tmp", ownerOnly("rw-------"));
      write(fresh, sealed(key, spent, next));
      Files.move(fresh, file(key), StandardCopyOption.ATOMIC_MOVE);
      force();
      return true;
    } catch (IOException | GeneralSecurityException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "The journal {0} cannot be written ({1})",
          folder,
          e.getClass().getSimpleName());
      return false;
    }
  }

  private FileAttribute<?>[] ownerOnly(String permissions) {
    return isPosix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private boolean isPosix() {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** So that the name of the file is on the disk too, where the system can say so. */
  private void force() throws IOException {
    if (isPosix()) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public Optional<Secret> find(String key, Spent spent) {
    try {
      return Files.exists(file(key))
          ? Optional.of(opened(key, spent, Files.readAllBytes(file(key))))
          : Optional.empty();
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      // It follows another refresh token.
      return Optional.empty();
    }
  }

  @Override
  public void remove(String key) {
    try {
      Files.deleteIfExists(file(key));
    } catch (IOException e) {
      // It follows a refresh token that is in the store no more, and says nothing.
      LOG.log(System.Logger.Level.WARNING, "A file of the journal {0} stays", folder);
    }
  }

  private byte[] sealed(String key, Spent spent, Secret next) throws GeneralSecurityException {
    byte[] text = next.reveal().getBytes(UTF_8);
    // A key that is used once needs no chance in its nonce; this keeps two answers apart.
    byte[] nonce = Arrays.copyOf(mac(keyOf(key, spent), text), NONCE);
    Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, spent, nonce);
    byte[] sealed = cipher.doFinal(text);
    return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
  }

  private Secret opened(String key, Spent spent, byte[] content) throws GeneralSecurityException {
    byte[] nonce = Arrays.copyOf(content, NONCE);
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, spent, nonce);
    return Secret.of(new String(cipher.doFinal(content, NONCE, content.length - NONCE), UTF_8));
  }

  private static Cipher cipher(int mode, String key, Spent spent, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, new SecretKeySpec(keyOf(key, spent), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((key + " " + spent.generation()).getBytes(UTF_8));
    return cipher;
  }

  private static byte[] keyOf(String key, Spent spent) throws GeneralSecurityException {
    String purpose = "tokenward journal " + key + " " + spent.generation();
    return mac(spent.refreshToken().reveal().getBytes(UTF_8), purpose.getBytes(UTF_8));
  }

  private static byte[] mac(byte[] key, byte[] text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text);
  }

  private Path file(String key) {
    try {
      byte[] name = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
      return folder.resolve(HexFormat.of().formatHex(name, 0, 16) + ".answer");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
