package org.cxrlab.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The text of a file, unpacked where it is gzipped. UTF-8, UTF-16 with or without a mark, and
 * UTF-32 with one are told by the first bytes. A byte that is no UTF-8 is taken as Windows-1252,
 * which is Latin-1 with more letters, and counted: so a file in that encoding is read whole, and no
 * replacement character stands for what was there.
 */
final class TableText extends Reader {
  private static final int ROOM = 1 << 16;
  static final String WINDOWS_IN_WORDS = "Windows-1252 (Latin-1)";
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private final InputStream bytes;
  private final CharsetDecoder decoder;
  private final ByteBuffer in = ByteBuffer.allocate(ROOM);
  private boolean ended;
  private long given;
  private long foreign;
  private long firstForeign = -1;

  /**
   * Opens a file.
   *
   * @throws TableException if it is a folder, is not there, can't be read or is no text
   */
  static TableText open(Path file) {
    if (Files.isDirectory(file)) {
      throw new TableException(
          file + " is a folder; name a table in it, or open it with Films.open(folder).");
    }
    if (!Files.exists(file)) {
      throw new TableException(
          "There is no file " + file.toAbsolutePath() + "; check its name and its folder.");
    }
    try {
      return of(file, Files.newInputStream(file));
    } catch (IOException e) {
      throw unreadable(file, e, "");
    }
  }

  /** The text of bytes that are read already; the file's name is for what is said of them. */
  static TableText of(Path file, InputStream bytes) {
    try {
      return new TableText(file, bytes);
    } catch (IOException e) {
      throw unreadable(file, e, "");
    }
  }

  /**
   * The complaint about a file that the system doesn't give or that can't be unpacked.
   *
   * @param where " after row 7", or nothing
   */
  static TableException unreadable(Path file, IOException e, String where) {
    boolean packed = e instanceof java.io.EOFException || e instanceof java.util.zip.ZipException;
    return packed
        ? new TableException(
            file + " is cut short or damaged: it can't be unpacked" + where + ". Fetch it again.",
            e)
        : new TableException(
            file + " can't be read" + where + "; check its permissions and the disk.", e);
  }

  /** The text of bytes from somewhere within a file in UTF-8. */
  static TableText within(Path file, InputStream bytes) {
    try {
      return new TableText(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(file, e, "");
    }
  }

  private TableText(InputStream bytes, Charset charset) throws IOException {
    this.bytes = bytes;
    in.limit(0);
    decoder = decoder(charset);
    // What begins here is no file, so a mark is a letter.
    given = 1;
  }

  private TableText(Path file, InputStream stored) throws IOException {
    InputStream raw = new BufferedInputStream(stored, ROOM);
    try {
      raw.mark(2);
      byte[] magic = raw.readNBytes(2);
      raw.reset();
      bytes = isPacked(magic) ? new GZIPInputStream(raw, ROOM) : raw;
      in.limit(0);
      while (!ended && in.limit() < ROOM / 2) {
        refill();
      }
      decoder = decoder(file);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /** Whether a file begins as one that is gzipped. */
  static boolean isPacked(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file)) {
      return isPacked(raw.readNBytes(2));
    }
  }

  private static boolean isPacked(byte[] magic) {
    return magic.length > 1 && magic[0] == (byte) 0x1F && magic[1] == (byte) 0x8B;
  }

  private CharsetDecoder decoder(Path file) {
    Charset charset = charset();
    if (charset == null) {
      String kind =
          in.limit() > 1 && in.get(0) == 'P' && in.get(1) == 'K'
              ? " is a workbook or another packed file and not a table of text"
              : " is not a table of text";
      throw new TableException(file + kind + "; save it as comma-separated values (CSV).");
    }
    return decoder(charset);
  }

  private static CharsetDecoder decoder(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** By a mark or by where zeros stand; null where the bytes are no text. */
  private Charset charset() {
    if (starts(0xFF, 0xFE, 0, 0) || starts(0, 0, 0xFE, 0xFF)) {
      return Charset.forName("UTF-32");
    }
    if (starts(0xFF, 0xFE)) {
      return StandardCharsets.UTF_16LE;
    }
    if (starts(0xFE, 0xFF)) {
      return StandardCharsets.UTF_16BE;
    }
    int[] zeros = new int[2];
    boolean controls = false;
    int looked = Math.min(in.limit(), 1 << 10);
    for (int i = 0; i < looked; i++) {
      int one = in.get(i);
      zeros[i % 2] += one == 0 ? 1 : 0;
      controls |= one > 0 && one < '\t';
    }
    // A zero here and there is damage that costs its row; other files have more than that.
    if (zeros[0] + zeros[1] == 0 || !controls && zeros[0] + zeros[1] <= looked / 64) {
      return StandardCharsets.UTF_8;
    }
    // Names of columns in letters of Latin have a zero in each two bytes, always on the same side.
    int most = looked / 16;
    if (zeros[1] > looked / 4 && zeros[0] <= most) {
      return StandardCharsets.UTF_16LE;
    }
    return zeros[0] > looked / 4 && zeros[1] <= most ? StandardCharsets.UTF_16BE : null;
  }

  private boolean starts(int... mark) {
    if (in.limit() < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((in.get(i) & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Reads more bytes behind those that are left. */
  private void refill() throws IOException {
    in.compact();
    int n = bytes.read(in.array(), in.position(), in.remaining());
    ended = n < 0;
    in.position(in.position() + Math.max(0, n)).flip();
  }

  @Override
  public int read(char[] to, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    var out = CharBuffer.wrap(to, from, length);
    while (out.position() == from) {
      CoderResult result = decoder.decode(in, out, ended);
      if (result.isError()) {
        takeAsWindows(out);
      } else if (result.isUnderflow()) {
        if (ended) {
          skipMark(to, from, out);
          break;
        }
        refill();
      }
      skipMark(to, from, out);
    }
    int n = out.position() - from;
    given += n;
    return n == 0 ? -1 : n;
  }

  private void skipMark(char[] to, int from, CharBuffer out) {
    if (given == 0 && out.position() > from && to[from] == '\uFEFF') {
      System.arraycopy(to, from + 1, to, from, out.position() - from - 1);
      out.position(out.position() - 1);
      given++;
    }
  }

  private void takeAsWindows(CharBuffer out) throws IOException {
    if (!decoder.charset().equals(StandardCharsets.UTF_8)) {
      throw new java.nio.charset.MalformedInputException(1);
    }
    if (firstForeign < 0) {
      firstForeign = given + out.position();
    }
    foreign++;
    byte one = in.get();
    char letter = WINDOWS.decode(ByteBuffer.wrap(new byte[] {one})).get(0);
    // Five bytes mean nothing there; Latin-1 has a character for each.
    out.put(letter == '\uFFFD' ? (char) (one & 0xFF) : letter);
    decoder.reset();
  }

  /** Whether it was taken for UTF-8, with or without bytes of Windows-1252 in it. */
  boolean isUtf8() {
    return decoder.charset().equals(StandardCharsets.UTF_8);
  }

  /** How many bytes were no UTF-8 and taken as Windows-1252. */
  long foreign() {
    return foreign;
  }

  /** The encoding in words, as far as text was read; empty for UTF-8. */
  String encoding() {
    if (foreign > 0) {
      return WINDOWS_IN_WORDS;
    }
    return isUtf8() ? "" : decoder.charset().name();
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
