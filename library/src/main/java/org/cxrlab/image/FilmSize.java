package org.cxrlab.image;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The size in which a film is asked for. One of more than 16 million pixels, which hardly any film
 * has, is made smaller row by row as it is decoded, to the same greys but for rounding (of a JPEG
 * 2000 picture, see {@link Jpeg2000}); others are decoded first.
 *
 * @param framing which part of the film is shown
 * @param width in pixels; 0 for the film's own size
 * @param height in pixels; 0 for the film's own size
 * @param orientation how the stored picture is turned first; see {@link Orientation}
 */
record FilmSize(Framing framing, int width, int height, int orientation) {
  /** As the film is. */
  static final FilmSize OWN = new FilmSize(Framing.WHOLE, 0, 0);

  private static final long LARGE = 1L << 24;

  /** Of films that are stored upright. */
  FilmSize(Framing framing, int width, int height) {
    this(framing, width, height, Orientation.UPRIGHT);
  }

  /** The same of a film that has to be turned. */
  FilmSize turned(int orientation) {
    return new FilmSize(framing, width, height, orientation);
  }

  /** Whether a film that is stored in this size is made smaller row by row. */
  boolean isByRows(long filmWidth, long filmHeight) {
    return width > 0
        && filmWidth * filmHeight > LARGE
        && !(width == filmWidth && height == filmHeight)
        && (orientation == Orientation.UPRIGHT || framing == Framing.WHOLE);
  }

  /**
   * How often the sides of a picture of JPEG 2000 may be halved so that both are at least twice as
   * long as they are asked for; 0 for one of up to 32 million pixels.
   */
  int halvings(long filmWidth, long filmHeight) {
    int halvings = 0;
    if (isByRows(filmWidth, filmHeight) && filmWidth * filmHeight > 2 * LARGE) {
      long least = 2L * Math.max(width, height);
      while (Math.min(filmWidth, filmHeight) >> halvings + 1 >= least) {
        halvings++;
      }
    }
    return halvings;
  }

  /**
   * How much memory it takes to come to this size, beside what a film is decoded to: the greys of
   * all pixels, or of the rows that are needed at a time.
   */
  long bytes(long filmWidth, long filmHeight) {
    return isByRows(filmWidth, filmHeight)
        ? Resize.bytes(filmWidth, filmHeight, height)
        : filmWidth * filmHeight * Float.BYTES;
  }

  /** The film, which was decoded whole. */
  GrayImage of(GrayImage stored) {
    GrayImage film = Orientation.turn(stored, orientation);
    return width == 0 ? film : framing.of(film).resize(width, height);
  }

  /** The film, of which no more than some rows are held at a time. */
  GrayImage of(String name, GreyRows rows) throws IOException {
    boolean sideways = Orientation.isSideways(orientation);
    int across = sideways ? height : width;
    int down = sideways ? width : height;
    var reader = new Reader(rows);
    int[] part = framing.part(rows.width(), rows.height());
    try {
      float[] greys =
          Resize.apply(
              (y, into) -> reader.row(part[1] + y, part[0], into), part[2], part[3], across, down);
      reader.end();
      return Orientation.turn(new GrayImage(name, across, down, reader.spread(greys)), orientation);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Goes through all rows, whichever are asked for, since those decide on black and white. */
  private static final class Reader {
    private final GreyRows rows;
    private final float[] row;
    private int next;
    private float least = Float.POSITIVE_INFINITY;
    private float most = Float.NEGATIVE_INFINITY;
    private boolean finite = true;

    Reader(GreyRows rows) {
      this.rows = rows;
      row = new float[rows.width()];
    }

    void row(int y, int left, float[] into) {
      readTo(y + 1);
      System.arraycopy(row, left, into, 0, into.length);
    }

    void end() {
      readTo(rows.height());
      rows.end();
    }

    private void readTo(int end) {
      for (; next < end; next++) {
        rows.row(next, row);
        for (float grey : row) {
          finite &= Float.isFinite(grey);
          least = Math.min(least, grey);
          most = Math.max(most, grey);
        }
      }
    }

    float[] spread(float[] greys) throws IOException {
      return OwnRange.spread(greys, rows.range(least, most), finite);
    }
  }
}
