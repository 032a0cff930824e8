package org.cxrlab.figure;

/**
 * A value that people want to look at. The notebook shows it as its {@link #figure()}; so does a
 * report. Implementing this is all that a class of the library does for the kernel.
 */
public interface Showable {
  /** The picture, chart or table of this value. */
  Figure figure();
}
