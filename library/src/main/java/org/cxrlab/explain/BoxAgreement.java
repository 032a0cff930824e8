package org.cxrlab.explain;

import java.util.BitSet;
import java.util.List;
import org.cxrlab.image.Box;

/**
 * How well a map lies on the true boxes of a film.
 *
 * @param pointing 1 if the map's peak lies in a box, else 0; where several pixels share the peak,
 *     the share of them that does
 * @param iou intersection over union of the boxes and of where the map reaches half its peak
 * @param energy the share of the map's sum that lies in the boxes
 */
record BoxAgreement(double pointing, double iou, double energy) {
  /** A map that says nothing finds nothing. */
  private static final BoxAgreement NOTHING = new BoxAgreement(0, 0, 0);

  private static final double HALF = 0.5;

  /**
   * @param map nowhere negative, in the size of the mask
   * @param mask which of its pixels lie in a box
   */
  static BoxAgreement of(SaliencyMap map, BitSet mask) {
    float max = map.max();
    if (max <= 0) {
      return NOTHING;
    }
    int peaks = 0;
    int peaksInside = 0;
    int high = 0;
    int highInside = 0;
    double all = 0;
    double inside = 0;
    for (int i = 0; i < map.values().length; i++) {
      float value = map.values()[i];
      int in = mask.get(i) ? 1 : 0;
      all += value;
      inside += in * value;
      if (value >= HALF * max) {
        high++;
        highInside += in;
      }
      if (value == max) {
        peaks++;
        peaksInside += in;
      }
    }
    return new BoxAgreement(
        (double) peaksInside / peaks,
        (double) highInside / (high + mask.cardinality() - highInside),
        inside / all);
  }

  /**
   * The pixels of a square frame whose middle lies in one of the boxes.
   *
   * @param boxes in pixels of a picture of this width and height, which is stretched to the frame
   */
  static BitSet mask(List<Box> boxes, int width, int height, int frame) {
    var mask = new BitSet(frame * frame);
    for (Box box : boxes) {
      Box own = box.scaled((double) frame / width, (double) frame / height);
      int left = (int) Math.max(0, Math.ceil(own.x() - 0.5));
      int right = (int) Math.min(frame, Math.ceil(own.x() + own.width() - 0.5));
      for (int y = (int) Math.max(0, Math.ceil(own.y() - 0.5));
          y < Math.min(frame, Math.ceil(own.y() + own.height() - 0.5));
          y++) {
        if (left < right) {
          mask.set(y * frame + left, y * frame + right);
        }
      }
    }
    return mask;
  }
}
