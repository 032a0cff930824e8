package org.cxrlab.image;

/**
 * The numbers of a picture as a decoder gives them, before anything says what they mean.
 *
 * @param width in pixels
 * @param height in pixels
 * @param bands numbers a pixel: 1, or 3 or 4 for colours
 * @param values row by row, those of a pixel beside each other; 16 bits each, without sign unless
 *     the file says otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // within this package, which never compares them
record Samples(int width, int height, int bands, short[] values) {
  /** Room for a picture. The size must have been checked. */
  Samples(int width, int height, int bands) {
    this(width, height, bands, new short[width * height * bands]);
  }
}
