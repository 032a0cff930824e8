package org.cxrlab.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.cxrlab.image.OriginalFilm.Spacing;

/**
 * A film as a DICOM file of its own, Secondary Capture Image Storage in Explicit VR Little Endian
 * without compression (DICOM PS3.3, A.8.1, and PS3.10), with the elements that a picture needs.
 * What the standard wants to be there but may be empty, such as the patient's name, is empty.
 *
 * @param picture black 0 to white 1
 * @param bits how many bits a pixel has, 8 to 16: white is 2^bits - 1
 * @param patient a pseudonym, which stands as the patient's ID
 * @param study the new UID of the examination
 * @param series the new UID of the series
 * @param instance the new UID of the film
 * @param modality the kind of apparatus, such as "DX"
 * @param view the view position, such as "PA", or empty
 * @param age as "057Y", or empty
 * @param sex "F", "M", "O" or empty
 * @param window what is black and what white on a display, in units of the picture
 * @param shown the same picture as a display shows it, if by a curve and not by that window
 * @param spacing millimetres between pixels
 * @param imagerSpacing millimetres between pixels at the detector
 * @param lossy whether it has been compressed with a loss
 * @param burntIn whether text may be burnt into the pixels
 */
public record SecondaryCapture(
    GrayImage picture,
    int bits,
    String patient,
    String study,
    String series,
    String instance,
    String modality,
    String view,
    String age,
    String sex,
    Optional<Window> window,
    Optional<GrayImage> shown,
    Optional<Spacing> spacing,
    Optional<Spacing> imagerSpacing,
    boolean lossy,
    boolean burntIn) {
  private static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";
  private static final String EXPLICIT_LITTLE = "1.2.840.10008.1.2.1";

  /** Of this writer; made from its name, as PS3.5, B.2 allows. */
  private static final String WRITER =
      uid(UUID.nameUUIDFromBytes("org.cxrlab".getBytes(StandardCharsets.US_ASCII)));

  private static final String METHOD = "cxrlab clean: written anew, picture's own elements only";

  private static final int PREAMBLE = 128;
  private static final MathContext SIXTEEN_LETTERS = new MathContext(9, RoundingMode.HALF_EVEN);

  /** The UID that a UUID makes (DICOM PS3.5, B.2): 2.25. and its 128 bits as a decimal number. */
  public static String uid(UUID uuid) {
    var high = BigInteger.valueOf(uuid.getMostSignificantBits());
    var low = BigInteger.valueOf(uuid.getLeastSignificantBits());
    var mask = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    return "2.25." + high.and(mask).shiftLeft(64).or(low.and(mask));
  }

  /**
   * Writes the file.
   *
   * @param out stays the caller's
   */
  public void write(OutputStream out) throws IOException {
    var meta = new Elements();
    meta.bytes(0x00020001, "OB", new byte[] {0, 1});
    meta.text(0x00020002, "UI", SECONDARY_CAPTURE);
    meta.text(0x00020003, "UI", instance);
    meta.text(0x00020010, "UI", EXPLICIT_LITTLE);
    meta.text(0x00020012, "UI", WRITER);
    meta.text(0x00020013, "SH", "CXRLAB");
    var length = new Elements();
    length.bytes(
        0x00020000,
        "UL",
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(meta.size()).array());
    out.write(new byte[PREAMBLE]);
    out.write("DICM".getBytes(StandardCharsets.US_ASCII));
    length.writeTo(out);
    meta.writeTo(out);
    header().writeTo(out);
  }

  private Elements header() {
    var to = new Elements();
    to.text(0x00080008, "CS", "DERIVED\\SECONDARY");
    to.text(0x00080016, "UI", SECONDARY_CAPTURE);
    to.text(0x00080018, "UI", instance);
    to.text(0x00080020, "DA", "");
    to.text(0x00080030, "TM", "");
    to.text(0x00080050, "SH", "");
    to.text(0x00080060, "CS", modality);
    to.text(0x00080064, "CS", "WSD");
    to.text(0x00080090, "PN", "");
    to.text(0x00100010, "PN", "");
    to.text(0x00100020, "LO", patient);
    to.text(0x00100030, "DA", "");
    to.text(0x00100040, "CS", sex);
    to.textIfAny(0x00101010, "AS", age);
    to.text(0x00120062, "CS", "YES");
    to.text(0x00120063, "LO", METHOD);
    to.textIfAny(0x00181164, "DS", imagerSpacing.map(SecondaryCapture::both).orElse(""));
    to.textIfAny(0x00185101, "CS", view);
    to.text(0x0020000D, "UI", study);
    to.text(0x0020000E, "UI", series);
    to.text(0x00200010, "SH", "");
    to.text(0x00200011, "IS", "");
    to.text(0x00200013, "IS", "");
    to.text(0x00200020, "CS", "");
    to.text(0x00200060, "CS", "");
    pixels(to);
    return to;
  }

  private void pixels(Elements to) {
    int white = (1 << bits) - 1;
    int allocated = bits > 8 ? 16 : 8;
    to.numbers(0x00280002, 1);
    to.text(0x00280004, "CS", "MONOCHROME2");
    to.numbers(0x00280010, picture.height());
    to.numbers(0x00280011, picture.width());
    to.textIfAny(0x00280030, "DS", spacing.map(SecondaryCapture::both).orElse(""));
    to.numbers(0x00280100, allocated);
    to.numbers(0x00280101, bits);
    to.numbers(0x00280102, bits - 1);
    to.numbers(0x00280103, 0);
    if (burntIn) {
      to.text(0x00280301, "CS", "YES");
    }
    window.ifPresent(
        w -> {
          // The usual function, whose line goes from centre - 0.5 - (width - 1) / 2, which is
          // black.
          to.text(0x00281050, "DS", decimal((w.black() + w.white()) / 2 * white + 0.5));
          to.text(0x00281051, "DS", decimal((w.white() - w.black()) * white + 1));
        });
    if (lossy) {
      to.text(0x00282110, "CS", "01");
    }
    shown.ifPresent(display -> to.bytes(0x00283010, "SQ", curve(display, white)));
    float[] from = picture.raw();
    byte[] levels = new byte[from.length * allocated / 8 + 1 & ~1];
    var buffer = ByteBuffer.wrap(levels).order(ByteOrder.LITTLE_ENDIAN);
    for (float v : from) {
      int level = BarePng.level(v, white);
      if (allocated == 16) {
        buffer.putShort((short) level);
      } else {
        buffer.put((byte) level);
      }
    }
    to.bytes(0x7FE00010, allocated == 16 ? "OW" : "OB", levels);
  }

  /**
   * The item of a table of values of interest, with 16 bits for each value that a pixel may have; a
   * value that no pixel has is shown as the one below it.
   */
  private byte[] curve(GrayImage display, int white) {
    short[] table = new short[white + 1];
    boolean[] met = new boolean[white + 1];
    for (int i = 0; i < picture.raw().length; i++) {
      int level = BarePng.level(picture.raw()[i], white);
      table[level] = (short) BarePng.level(display.raw()[i], 0xFFFF);
      met[level] = true;
    }
    for (int level = 1; level <= white; level++) {
      table[level] = met[level] ? table[level] : table[level - 1];
    }
    var data = ByteBuffer.allocate(2 * table.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asShortBuffer().put(table);
    var item = new Elements();
    // 65536 entries are told by 0 (PS3.3, C.11.2.1.1).
    item.numbers(0x00283002, table.length & 0xFFFF, 0, 16);
    item.bytes(0x00283006, "OW", data.array());
    var whole = ByteBuffer.allocate(8 + item.size()).order(ByteOrder.LITTLE_ENDIAN);
    whole.putShort((short) 0xFFFE).putShort((short) 0xE000).putInt(item.size());
    return whole.put(item.out.toByteArray()).array();
  }

  private static String both(Spacing spacing) {
    return decimal(spacing.rows()) + "\\" + decimal(spacing.columns());
  }

  /** A number in at most the 16 letters that DICOM gives it. */
  private static String decimal(double value) {
    BigDecimal rounded = new BigDecimal(value).round(SIXTEEN_LETTERS).stripTrailingZeros();
    String plain = rounded.toPlainString();
    return plain.length() <= 16 ? plain : rounded.toString();
  }

  /** Elements of Explicit VR Little Endian. */
  private static final class Elements {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void textIfAny(int tag, String type, String text) {
      if (!text.isEmpty()) {
        text(tag, type, text);
      }
    }

    void text(int tag, String type, String text) {
      String even = text.length() % 2 == 0 ? text : text + (type.equals("UI") ? "\0" : " ");
      bytes(tag, type, even.getBytes(StandardCharsets.US_ASCII));
    }

    void numbers(int tag, int... values) {
      var bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      for (int value : values) {
        bytes.putShort((short) value);
      }
      bytes(tag, "US", bytes.array());
    }

    void bytes(int tag, String type, byte[] value) {
      boolean wide = type.equals("OB") || type.equals("OW") || type.equals("SQ");
      var head = ByteBuffer.allocate(wide ? 12 : 8).order(ByteOrder.LITTLE_ENDIAN);
      head.putShort((short) (tag >>> 16)).putShort((short) tag);
      head.put(type.getBytes(StandardCharsets.US_ASCII));
      if (wide) {
        head.putShort((short) 0).putInt(value.length);
      } else {
        head.putShort((short) value.length);
      }
      out.writeBytes(head.array());
      out.writeBytes(value);
    }

    int size() {
      return out.size();
    }

    void writeTo(OutputStream to) throws IOException {
      out.writeTo(to);
    }
  }
}
