package org.cxrlab.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A DICOM file in Explicit VR Little Endian, of elements of anybody's choice. */
final class DicomForTests {
  private final Path file;
  private final int[] levels;
  private final Map<Long, byte[]> elements = new TreeMap<>();
  private byte[] trailing = {};

  /** Of 16 allocated bits, MONOCHROME2. */
  DicomForTests(Path file, int width, int height, int bits, int... levels) {
    this.file = file;
    this.levels = levels;
    number(0x00280002, 1);
    text(0x00280004, "CS", "MONOCHROME2");
    number(0x00280010, height);
    number(0x00280011, width);
    number(0x00280100, 16);
    number(0x00280101, bits);
    number(0x00280102, bits - 1);
    number(0x00280103, 0);
    ByteBuffer pixels = ByteBuffer.allocate(2 * levels.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int level : levels) {
      pixels.putShort((short) level);
    }
    bytes(0x7FE00010, "OW", pixels.array());
  }

  int[] levels() {
    return levels.clone();
  }

  DicomForTests signed() {
    return number(0x00280103, 1);
  }

  DicomForTests window(int centre, int width) {
    return text(0x00281050, "DS", centre + "").text(0x00281051, "DS", width + "");
  }

  DicomForTests text(int tag, String type, String text) {
    String even = text.length() % 2 == 0 ? text : text + (type.equals("UI") ? "\0" : " ");
    return bytes(tag, type, even.getBytes(StandardCharsets.ISO_8859_1));
  }

  DicomForTests number(int tag, int value) {
    return bytes(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
  }

  DicomForTests bytes(int tag, String type, byte[] value) {
    boolean wide = "OB OW SQ UN UT".contains(type);
    var element = ByteBuffer.allocate((wide ? 12 : 8) + value.length);
    element.order(ByteOrder.LITTLE_ENDIAN);
    element.putShort((short) (tag >>> 16)).putShort((short) tag);
    element.put(type.getBytes(StandardCharsets.US_ASCII));
    if (wide) {
      element.putShort((short) 0).putInt(value.length);
    } else {
      element.putShort((short) value.length);
    }
    elements.put(tag & 0xFFFFFFFFL, element.put(value).array());
    return this;
  }

  /** A sequence of one item that holds one text. */
  DicomForTests sequence(int tag, int inner, String type, String text) {
    var one = new DicomForTests(file, 1, 1, 8, 0);
    one.elements.clear();
    one.text(inner, type, text);
    byte[] content = one.elements.values().iterator().next();
    var item = ByteBuffer.allocate(8 + content.length).order(ByteOrder.LITTLE_ENDIAN);
    item.putShort((short) 0xFFFE).putShort((short) 0xE000).putInt(content.length).put(content);
    return bytes(tag, "SQ", item.array());
  }

  DicomForTests trailing(String text) {
    trailing = text.getBytes(StandardCharsets.ISO_8859_1);
    return this;
  }

  void write() throws IOException {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[128]);
    out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    elements.remove(0x00020010L);
    text(0x00020010, "UI", "1.2.840.10008.1.2.1");
    elements.values().forEach(out::writeBytes);
    out.writeBytes(trailing);
    Files.createDirectories(file.getParent());
    Files.write(file, out.toByteArray());
  }
}
