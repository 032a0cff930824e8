package org.cxrlab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.cxrlab.disk.WholeFile;
import org.cxrlab.image.SecondaryCapture;

/**
 * The secret by which names become pseudonyms: HMAC-SHA-256 (RFC 2104) of what is named, under a
 * key of 256 bits that was drawn at random. The same key always gives the same pseudonyms; without
 * it nobody can try out patients' IDs until one fits.
 */
final class PseudonymKey {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;
  private static final int PSEUDONYM = 16;
  private static final int SHORT = 8;

  private final SecretKeySpec key;

  private PseudonymKey(byte... bytes) {
    key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /**
   * The key in a file.
   *
   * @throws IllegalArgumentException if the file holds anything else
   */
  static PseudonymKey open(Path file) {
    try {
      if (Files.size(file) <= 4 * BYTES) {
        String digits = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (digits.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
          return new PseudonymKey(HexFormat.of().parseHex(digits));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The key " + file + " can't be read.", e);
    }
    throw new IllegalArgumentException(
        file + " holds no key of cxrlab clean; name another file with --key.");
  }

  /**
   * Draws a key and writes it to a file that only its owner may read. Where another command was
   * faster, its key is taken, so that a patient has one pseudonym in both.
   */
  static PseudonymKey draw(Path file) {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    boolean drawn = WholeFile.writeNewSecret(file, HexFormat.of().formatHex(bytes) + "\n");
    return drawn ? new PseudonymKey(bytes) : open(file);
  }

  /** Whether others than its owner may read a file, as far as the system tells. */
  static boolean isOpenToOthers(Path file) {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return false;
    }
    try {
      Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
      return !PosixFilePermissions.fromString("rw-------").containsAll(allowed);
    } catch (IOException e) {
      throw new UncheckedIOException("The key " + file + " can't be read.", e);
    }
  }

  /** A name for a patient, the same for the same parts. */
  String pseudonym(String kind, String... parts) {
    return "P" + hex(kind, parts).substring(0, PSEUDONYM);
  }

  /** A name for a file, from its bytes; of equal files, each has its own by its number. */
  String digest(byte[] contents, int number) {
    byte[] sum = mac("file", Integer.toString(number)).doFinal(contents);
    return HexFormat.of().formatHex(sum).substring(0, PSEUDONYM);
  }

  /** A new DICOM UID for an old one. */
  String uid(String kind, String old) {
    ByteBuffer sum = ByteBuffer.wrap(mac(kind, old).doFinal());
    // Of RFC 9562: version 8, made in a way of its own, and the variant that all of them have.
    long high = sum.getLong() & ~0xF000L | 0x8000L;
    long low = sum.getLong() & ~(3L << 62) | 1L << 63;
    return SecondaryCapture.uid(new UUID(high, low));
  }

  /** By which it is seen that two sets were made with the same key; tells nothing about it. */
  String fingerprint() {
    return hex("fingerprint").substring(0, SHORT);
  }

  private String hex(String kind, String... parts) {
    return HexFormat.of().formatHex(mac(kind, parts).doFinal());
  }

  /** Each part is preceded by its length, so that no two lists of parts are the same bytes. */
  private Mac mac(String kind, String... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      add(mac, kind);
      for (String part : parts) {
        add(mac, part);
      }
      return mac;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Every Java has HMAC-SHA-256.", e);
    }
  }

  private static void add(Mac mac, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    mac.update(bytes);
  }
}
