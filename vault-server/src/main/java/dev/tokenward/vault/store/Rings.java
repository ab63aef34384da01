package dev.tokenward.vault.store;

import dev.tokenward.core.Secret;
import dev.tokenward.vault.store.KeySource.Loaded;
import java.security.SecureRandom;
import java.util.Optional;

/** How a ring is written into a file. */
sealed interface Rings {

  /** Reads a ring; {@code origin} is what the text is, for messages. */
  Loaded read(byte[] text, String origin);

  byte[] write(KeyRing ring);

  /** As it is. */
  record Plain() implements Rings {

    @Override
    public Loaded read(byte[] text, String origin) {
      return new Loaded(RingText.read(text, origin), Optional.empty());
    }

    @Override
    public byte[] write(KeyRing ring) {
      return RingText.write(ring);
    }
  }

  /** Under a passphrase. */
  record Protected(Secret passphrase, Argon2Cost cost, SecureRandom random) implements Rings {

    @Override
    public Loaded read(byte[] text, String origin) {
      ProtectedRing ring = ProtectedRing.read(text, origin);
      String advice =
          origin
              + " makes its passphrase cheaper to guess than new ones do. Write it anew with"
              + " tokenward rekey.";
      return new Loaded(ring.open(passphrase), Optional.of(advice).filter(each -> ring.outdated()));
    }

    @Override
    public byte[] write(KeyRing ring) {
      return ProtectedRing.protect(ring, passphrase, cost, random).text();
    }
  }
}
