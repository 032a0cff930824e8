package org.cxrlab.image;

import static org.cxrlab.image.DicomElements.WINDOW_CENTRE;
import static org.cxrlab.image.DicomElements.WINDOW_FUNCTION;
import static org.cxrlab.image.DicomElements.WINDOW_WIDTH;

import java.io.IOException;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.cxrlab.figure.Text;

/** The first window of a DICOM file (PS3.3, C.11.2.1.2 and C.11.2.1.3). */
final class DicomWindow {
  private DicomWindow() {}

  /**
   * From values to greys, which may go beyond 0 and 1; empty if the file has no window, or one of
   * width 0, as some write for none.
   *
   * @throws IOException if half of a window is missing, or no values can be shown by it
   */
  static Optional<DoubleUnaryOperator> of(DicomElements elements) throws IOException {
    boolean hasCentre = !elements.text(WINDOW_CENTRE, "").isEmpty();
    boolean hasWidth = !elements.text(WINDOW_WIDTH, "").isEmpty();
    double centre = elements.decimal(WINDOW_CENTRE, 0);
    double width = elements.decimal(WINDOW_WIDTH, 0);
    if (hasCentre != hasWidth) {
      throw new IOException(
          Text.format(
              "has a window's %s without its %s.",
              hasCentre ? "centre" : "width", hasCentre ? "width" : "centre"));
    }
    String function = elements.text(WINDOW_FUNCTION, "LINEAR");
    if (width < 0 || function.equals("LINEAR") && width > 0 && width < 1) {
      throw new IOException(
          Text.format("has a window of width %s, by which nothing can be shown.", width));
    }
    if (width == 0) {
      return Optional.empty();
    }
    return Optional.of(
        switch (function) {
          case "SIGMOID" -> x -> 1 / (1 + Math.exp(-4 * (x - centre) / width));
          case "LINEAR_EXACT" -> x -> (x - centre) / width + 0.5;
          // Of width 1 it is a step, without a grey between black and white.
          case "LINEAR" -> x -> (x - (centre - 0.5)) / Math.max(width - 1, 1e-6) + 0.5;
          default ->
              throw new IOException(
                  Text.format("has a window of an unknown form, \"%s\".", function));
        });
  }
}
