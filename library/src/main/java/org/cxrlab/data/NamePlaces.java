package org.cxrlab.data;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cxrlab.image.Box;

/**
 * Places for the names of boxes on a picture, no two in the same one. A name stands above its box,
 * or where that is taken at another edge of it, or else as near to it as there is room.
 */
final class NamePlaces {
  private final int width;
  private final int height;
  private final List<Rectangle2D> taken = new ArrayList<>();

  /**
   * @param width of the picture in pixels
   * @param height of the picture in pixels
   */
  NamePlaces(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /**
   * Takes a place for a name.
   *
   * @param box that is named, in pixels of the picture
   * @param wide width of the name in pixels
   * @param high height of the name in pixels
   * @return inside of the picture, unless the name is larger than it; where all is taken it covers
   *     the least
   */
  Rectangle2D take(Box box, double wide, double high) {
    Rectangle2D best =
        candidates(box, wide, high).stream().min(Comparator.comparingDouble(this::covered)).get();
    taken.add(best);
    return best;
  }

  /** The preferred first. */
  private List<Rectangle2D> candidates(Box box, double wide, double high) {
    List<Rectangle2D> places = new ArrayList<>();
    double left = box.x() - 1;
    double right = box.x() + box.width() + 1 - wide;
    double bottom = box.y() + box.height();
    // Above the box, or inside where there is no room above.
    double above = box.y() < high ? box.y() : box.y() - high;
    for (double x : new double[] {left, right}) {
      for (double y : new double[] {above, bottom, box.y(), bottom - high}) {
        places.add(at(x, y, wide, high));
      }
    }
    // Row by row further away.
    for (double away = high; away < height; away += high) {
      places.add(at(left, above - away, wide, high));
      places.add(at(left, above + away, wide, high));
    }
    return places;
  }

  private Rectangle2D at(double x, double y, double wide, double high) {
    return new Rectangle2D.Double(
        Math.max(0, Math.min(x, width - wide)),
        Math.max(0, Math.min(y, height - high)),
        wide,
        high);
  }

  /** How much of other names a place would cover, in square pixels. */
  private double covered(Rectangle2D place) {
    return taken.stream()
        .map(place::createIntersection)
        .filter(common -> !common.isEmpty())
        .mapToDouble(common -> common.getWidth() * common.getHeight())
        .sum();
  }
}
