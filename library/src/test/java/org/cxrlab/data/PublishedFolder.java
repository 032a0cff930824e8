package org.cxrlab.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.cxrlab.image.GrayImage;

/** Draws folders in the layouts in which public data sets are published, of phantoms. */
final class PublishedFolder {
  private static final String EXPLICIT_LITTLE = "1.2.840.10008.1.2.1";

  /** The width and height of the challenges' films, in pixels. */
  private static final int SIDE = 1024;

  private final Path root;
  private final GrayImage phantom;

  PublishedFolder(Path root) {
    this.root = root;
    phantom = GrayImage.read(Phantoms.of(1).size(64).films().get(0).path());
  }

  /** A table, or any other file of text. */
  PublishedFolder table(String name, String... lines) {
    return write(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** PNG or JPEG files of a phantom, 64 x 64 pixels. */
  PublishedFolder pictures(String... names) {
    for (String name : names) {
      write(name, encoded(name.endsWith(".png") ? "png" : "jpg"));
    }
    return this;
  }

  /** DICOM files of a phantom, 1024 x 1024 pixels of 8 bits, not compressed. */
  PublishedFolder dicoms(String... names) {
    for (String name : names) {
      write(name, dicom());
    }
    return this;
  }

  private PublishedFolder write(String name, byte[] bytes) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] encoded(String format) {
    var image = new BufferedImage(phantom.width(), phantom.height(), BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, phantom.width(), phantom.height(), pixels(phantom));
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] pixels(GrayImage image) {
    float[] grey = image.pixels();
    byte[] pixels = new byte[grey.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.round(255 * grey[i]);
    }
    return pixels;
  }

  /** By the standard's part 10: a preamble, the transfer syntax, and what a picture needs. */
  private byte[] dicom() {
    ByteBuffer out = ByteBuffer.allocate(SIDE * SIDE + 1024).order(ByteOrder.LITTLE_ENDIAN);
    out.position(128);
    out.put("DICM".getBytes(StandardCharsets.US_ASCII));
    text(out, 0x0002, 0x0010, "UI", EXPLICIT_LITTLE + "\0");
    number(out, 0x0028, 0x0002, 1);
    text(out, 0x0028, 0x0004, "CS", "MONOCHROME2 ");
    number(out, 0x0028, 0x0010, SIDE);
    number(out, 0x0028, 0x0011, SIDE);
    number(out, 0x0028, 0x0100, 8);
    number(out, 0x0028, 0x0101, 8);
    number(out, 0x0028, 0x0102, 7);
    number(out, 0x0028, 0x0103, 0);
    byte[] pixels = pixels(phantom.resize(SIDE, SIDE));
    tag(out, 0x7FE0, 0x0010, "OB");
    out.putShort((short) 0).putInt(pixels.length).put(pixels);
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static void tag(ByteBuffer out, int group, int element, String kind) {
    out.putShort((short) group).putShort((short) element);
    out.put(kind.getBytes(StandardCharsets.US_ASCII));
  }

  private static void number(ByteBuffer out, int group, int element, int value) {
    tag(out, group, element, "US");
    out.putShort((short) 2).putShort((short) value);
  }

  private static void text(ByteBuffer out, int group, int element, String kind, String value) {
    tag(out, group, element, kind);
    out.putShort((short) value.length());
    out.put(value.getBytes(StandardCharsets.US_ASCII));
  }
}
