package org.cxrlab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over all that is added to it, in hexadecimal digits. */
public final class Sha256 {
  private static final int SHORT = 16;

  private final MessageDigest digest;

  /** Over nothing yet. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256.", e);
    }
  }

  /** All 64 digits of what a file holds. */
  public static String of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new Sha256().add(in).digits();
    }
  }

  /** Adds a text in UTF-8. */
  public Sha256 add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Adds numbers, the highest byte of each first. */
  public Sha256 add(float... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
    bytes.asFloatBuffer().put(numbers);
    digest.update(bytes);
    return this;
  }

  /** Adds all that a stream still has; it stays the caller's. */
  public Sha256 add(InputStream in) throws IOException {
    new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
    return this;
  }

  /** All 64 digits; to be asked once. */
  public String digits() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The first 16 of them, as a name for what was added. */
  public String shortDigits() {
    return digits().substring(0, SHORT);
  }
}
