package dev.tokenward.vault.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tokenward.core.LeakProbe;
import dev.tokenward.core.Secret;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileKeySourceTest {

  private static final String READ_ONLY_OWNER = "r--------";

  private final SecureRandom random = new SecureRandom();
  private final KeyRing ring = KeyRing.generate(random);
  private final LeakProbe probe = new LeakProbe();

  @TempDir Path directory;
  private Path file;
  private KeySource source;

  @BeforeEach
  void name() {
    file = directory.resolve("root.key");
    source = KeySource.file(file);
  }

  @Test
  void create_whereThereIsNone_writesForTheOwnerAlone() throws IOException {
    source.create(ring);

    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(source.load().ring().keeps(ring)).isTrue();
    assertThat(source.load().advice()).isEmpty();
    assertThat(names()).containsExactly("root.key");
  }

  @Test
  void create_whereThereIsOne_leavesIt() throws IOException {
    source.create(ring);
    byte[] before = Files.readAllBytes(file);

    assertThat(problem(() -> source.create(KeyRing.generate(random))))
        .isEqualTo(
            "There is a key file "
                + file
                + " already, and it is left as it is: without it, nothing that was kept with it"
                + " opens. Move it away if it is of no use any more.");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void create_whereADeadLinkLies_followsItNowhere() throws IOException {
    Files.createSymbolicLink(file, directory.resolve("elsewhere"));

    assertThat(problem(() -> source.create(ring))).startsWith("There is a key file ");
    assertThat(names()).containsExactly("root.key");
  }

  @Test
  void create_withoutItsDirectory_saysWhichOneToMake() {
    KeySource deep = KeySource.file(directory.resolve("none/root.key"));

    assertThat(problem(() -> deep.create(ring)))
        .isEqualTo(
            "The directory of the key file "
                + directory
                + "/none/root.key does not exist. Make it, with mode 0700.");
  }

  @Test
  void load_noFile_saysHowToMakeItAndMakesNone() throws IOException {
    assertThat(problem(source::load))
        .isEqualTo(
            "There is no key file "
                + file
                + ". For a new vault, make it with tokenward init; for an old one, put its own key"
                + " file back, for no other opens what it keeps.");
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx--x---", "rw-r--r--"})
  void load_openToOthers_isRefusedAndLeftAsItIs(String mode) throws IOException {
    source.create(ring);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    byte[] before = Files.readAllBytes(file);

    assertThat(problem(source::load))
        .isEqualTo(
            "The key file "
                + file
                + " is open to group or others ("
                + mode
                + "). Run chmod 600 on it; if others may have read it, make a new root key with"
                + " tokenward rekey.");
    assertThat(mode(file)).isEqualTo(mode);
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void load_readOnlyForItsOwner_isTaken() throws IOException {
    source.create(ring);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(READ_ONLY_OWNER));

    assertThat(source.load().ring().keeps(ring)).isTrue();
  }

  @Test
  void load_directory_saysSo() throws IOException {
    Files.createDirectory(file);

    assertThat(problem(source::load))
        .isEqualTo("The key file " + file + " is a directory. Name the file in it.");
  }

  @Test
  void load_device_isNotWaitedFor() {
    assertThat(problem(KeySource.file(Path.of("/dev/zero"))::load))
        .isEqualTo(
            "The key file /dev/zero is no ordinary file of at most 64 KiB. Name the one with the"
                + " key ring.");
  }

  @Test
  void load_largeFile_isNotRead() throws IOException {
    write(new byte[64 * 1024 + 1]);

    assertThat(problem(source::load)).endsWith("Name the one with the key ring.");
  }

  /** Some versions of Java say that there is no such file, some that this is no directory. */
  @Test
  void load_behindAFile_isRefused() {
    source.create(ring);

    assertThat(problem(KeySource.file(file.resolve("root.key"))::load))
        .contains("key file " + file + "/root.key");
  }

  /** Root may read and write everything, so the refusal itself cannot be had in every build. */
  @Test
  void failures_ofPermission_sayWhoseTheFileMustBe() {
    IOException denied = new AccessDeniedException("x");

    assertThat(KeyFileReader.unreadable("The key file x", denied))
        .isEqualTo(
            "The key file x may not be read by the user who runs the vault. Make that user its"
                + " owner.");
    assertThat(KeyFileReader.unreadable("The key file x", new FileSystemException("x")))
        .isEqualTo("The key file x cannot be read. Look at its path and at the disk.");
    assertThat(KeyFileWriter.unwritable(Path.of("x"), denied))
        .isEqualTo(
            "The user who runs the vault may not write the key file x. Make that user the owner of"
                + " its directory.");
    assertThat(KeyFileWriter.unwritable(Path.of("x"), new FileSystemException("x")))
        .isEqualTo(
            "The key file x cannot be written durably. Look at the disk and its free space, then"
                + " begin again.");
  }

  @Test
  void load_cutOffAnywhere_isNamedAndLeftAsItIs() throws IOException {
    byte[] text = RingText.write(ring);
    for (int length = 0; length < text.length - 1; length++) {
      byte[] cut = Arrays.copyOf(text, length);
      write(cut);
      assertThat(problem(source::load)).as("length " + length).startsWith("The key file " + file);
      assertThat(file).hasBinaryContent(cut);
    }
  }

  @Test
  void replace_ringWithOneMore_keepsTheOlderOnes() throws IOException {
    source.create(ring);
    KeyRing more = ring.withNewVersion(random);

    source.replace(more);

    assertThat(source.load().ring().versions()).containsExactly(1, 2);
    assertThat(source.load().ring().keeps(ring)).isTrue();
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(names()).containsExactly("root.key");
  }

  @Test
  void replace_ringThatLacksAKey_isRefused() throws IOException {
    source.create(ring.withNewVersion(random));
    byte[] before = Files.readAllBytes(file);

    assertThat(problem(() -> source.replace(ring)))
        .isEqualTo(
            "The key file "
                + file
                + " has root keys that the new ring lacks, so it is left as it is. Begin again: it"
                + " was changed meanwhile.");
    assertThat(problem(() -> source.replace(KeyRing.generate(random).withNewVersion(random))))
        .contains("that the new ring lacks");
    assertThat(file).hasBinaryContent(before);
    assertThat(names()).containsExactly("root.key");
  }

  @Test
  void replace_whileAnotherIsAtIt_leavesBothFiles() throws IOException {
    source.create(ring);
    Path begun = Files.writeString(directory.resolve("root.key.new"), "begun");

    assertThat(problem(() -> source.replace(ring.withNewVersion(random))))
        .isEqualTo(
            "The key file "
                + file
                + " is being replaced, or was when something stopped. If no other command runs,"
                + " remove "
                + begun
                + ", which was never used, and begin again.");
    assertThat(begun).hasContent("begun");
    assertThat(source.load().ring().versions()).containsExactly(1);
  }

  @Test
  void replace_whereThereIsNone_makesNone() throws IOException {
    assertThat(problem(() -> source.replace(ring))).startsWith("There is no key file ");
    assertThat(names()).isEmpty();
  }

  @Test
  void replace_throughALink_keepsTheLink() throws IOException {
    Path real = Files.createDirectory(directory.resolve("real")).resolve("ring");
    KeySource.file(real).create(ring);
    Files.createSymbolicLink(file, real);

    source.replace(ring.withNewVersion(random));

    assertThat(file).isSymbolicLink();
    assertThat(KeySource.file(real).load().ring().versions()).containsExactly(1, 2);
  }

  @Test
  void passphrase_aroundTheRing_isNeededToLoad() throws IOException {
    Secret passphrase = Secret.of(probe.canary("passphrase"));
    KeySource safe = KeySource.passphrase(file, passphrase, random);
    safe.create(ring);
    safe.replace(ring.withNewVersion(random));

    assertThat(safe.load().ring().versions()).containsExactly(1, 2);
    assertThat(safe.load().advice()).isEmpty();
    assertThat(problem(source::load))
        .isEqualTo(
            "The key file "
                + file
                + " is protected by a passphrase. Name that one in rootKey.passphrase, with the ring"
                + " in stateDir.");
    assertThat(problem(KeySource.passphrase(file, Secret.of(probe.canary("other")), random)::load))
        .startsWith("The key file " + file + " does not open with this passphrase.");
    assertThat(probe.see("directory", directory).leaks()).isEmpty();
  }

  @Test
  void passphrase_atALowerCost_loadsAndIsToBeWrittenAnew() {
    Rings cheap =
        new Rings.Protected(
            Secret.of(probe.canary("passphrase")), new Argon2Cost(64, 1, 1), random);
    KeySource safe = new FileKeySource(file, cheap);
    safe.create(ring);

    assertThat(safe.load().ring().keeps(ring)).isTrue();
    assertThat(safe.load().advice())
        .contains(
            "The key file "
                + file
                + " makes its passphrase cheaper to guess than new ones do. Write it anew with"
                + " tokenward rekey.");
  }

  private void write(byte[] content) throws IOException {
    Files.write(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(each -> String.valueOf(each.getFileName())).sorted().toList().stream();
    }
  }

  private static String problem(Runnable action) {
    KeyRingException wrong = catchThrowableOfType(KeyRingException.class, action::run);
    assertThat(wrong).as("was done").isNotNull().hasNoCause();
    return String.valueOf(wrong.getMessage());
  }
}
